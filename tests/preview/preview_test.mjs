// The dashboards as a browser draws them, from a real Prometheus with known
// data. Run by run.sh, which installs what is needed.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { openPage } from '../../grafana/preview/browser.mjs';
import { bundle } from '../../grafana/preview/bundle.mjs';
import { serve } from '../../grafana/preview/server.mjs';
import { end, node, startWorld } from './world.mjs';

const hour = `from=${(end - 3600) * 1000}&to=${end * 1000}`;

let world;
let server;
let opened;
let page;

before(async () => {
  world = await startWorld();
  await bundle();
  server = await serve({ ...world, host: '127.0.0.1', port: 0 });
  opened = await openPage();
  page = opened.page;
  await page.setViewportSize({ width: 1600, height: 1200 });
});

after(async () => {
  await opened?.close();
  server?.close();
  await world?.stop();
});

// The states of the panels of a dashboard, once drawn, by title.
async function draw(address) {
  await page.goto(server.url + address);
  const panels = await page.evaluate(() => window.drawn());
  assert.deepEqual(opened.errors, []);
  return Object.fromEntries(panels.map((panel) => [panel.title, panel]));
}

const panelOf = (title) => page.locator(`[data-panel="${title}"]`);

const textOf = (title) =>
  panelOf(title).getByTestId('data-testid panel content').innerText();

const wordsOf = async (title) =>
  (await textOf(title)).split(/\s+/).filter(Boolean);

const linksOf = (place) =>
  place
    .locator('a')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')));

const address = () =>
  page.evaluate(() => window.location.pathname + window.location.search);

test('draws every panel of a good dashboard', async () => {
  const panels = await draw(`/d/good?${hour}`);
  const states = Object.fromEntries(
    Object.values(panels).map(({ title, state }) => [title, state])
  );
  assert.deepEqual(states, {
    Calls: 'drawn',
    Mapped: 'drawn',
    Nothing: 'empty',
    'Rate of All': 'drawn',
    Waiting: 'drawn',
    Tenants: 'drawn',
    Courses: 'drawn',
    Waits: 'drawn',
    'Calls of a.example.com': 'drawn',
    'Calls of b.example.com': 'drawn',
  });
});

test('shows the figures of the end of the range', async () => {
  await draw(`/d/good?${hour}`);
  assert.equal(await textOf('Calls'), '40');
  assert.equal(await textOf('Mapped'), 'nobody');
  assert.equal(await textOf('Nothing'), 'no data');
  assert.equal(await textOf('Rate of All'), '2.0');
  assert.equal(await textOf('Calls of a.example.com'), '36');
  assert.equal(await textOf('Calls of b.example.com'), '4');
});

test('colours a figure by its thresholds', async () => {
  const color = () =>
    panelOf('Calls')
      .getByText(/^[0-9]+$/)
      .evaluate((figure) => getComputedStyle(figure).color);
  await draw(`/d/good?${hour}`);
  assert.equal(await color(), 'rgb(224, 47, 68)');
  await draw(`/d/good?${hour}&var-tenant=b.example.com`);
  assert.equal(await color(), 'rgb(18, 165, 148)');
});

test('draws bars with names, units and links', async () => {
  await draw(`/d/good?${hour}`);
  const words = await wordsOf('Waiting');
  assert.deepEqual(words.sort(), [
    ...['0', '7', 'a.example.com', 'b.example.com', 's', 's'],
  ]);
  const links = ['a', 'b'].map(
    (name) =>
      `/d/other?${hour}&var-datasource=Prometheus&var-tenant=${name}.example.com`
  );
  assert.deepEqual(await linksOf(panelOf('Waiting')), links);
});

test('merges, renames, orders and links the columns of a table', async () => {
  await draw(`/d/good?${hour}`);
  assert.deepEqual(await wordsOf('Tenants'), [
    ...['Name', 'Calls', 'Waiting'],
    ...['a.example.com', '36', '7%'],
    ...['b.example.com', '4', '0%'],
  ]);
  assert.deepEqual(await linksOf(panelOf('Tenants')), [
    `/d/other?${hour}&var-tenant=a.example.com`,
    `/d/other?${hour}&var-tenant=b.example.com`,
  ]);
});

test('takes the buckets of a heat map apart', async () => {
  await draw(`/d/good?${hour}`);
  const titles = await panelOf('Waits').locator('rect title').allTextContents();
  const counts = titles.map((title) => title.split('\n')[1]);
  assert.deepEqual([...new Set(counts)].sort(), [
    'up to +Inf: 1',
    'up to 20 s: 3',
    'up to 5 s: 6',
  ]);
  // Every five minutes of the hour.
  assert.equal(counts.length, 3 * 12);
});

test('counts a relative start back from the end', async () => {
  await draw(`/d/good?to=${end * 1000}`);
  const [link] = await linksOf(page);
  assert.match(link, new RegExp(`from=now-1h&to=${end * 1000}`));
  assert.equal(await textOf('Calls'), '40');
});

test('refuses a time range that is none', async () => {
  const panels = await draw(`/d/good?from=${end * 1000}&to=${end * 1000}`);
  assert.match(panels['The page'].message, /is not a time range/);
});

test('folds rows, and opens them when the address says so', async () => {
  let panels = await draw(`/d/folded?${hour}`);
  assert.deepEqual(Object.keys(panels), ['Below']);
  const rows = page.locator('[data-row]');
  assert.deepEqual(await rows.allInnerTexts(), [
    'Of a.example.com\n(1 panel)',
    'Of b.example.com\n(1 panel)',
  ]);
  panels = await draw(`/d/folded?${hour}&rows=open`);
  assert.deepEqual(Object.keys(panels).sort(), [
    ...['Below', 'Calls of a.example.com', 'Calls of b.example.com'],
  ]);
  assert.equal(await textOf('Calls of b.example.com'), '4');
  assert.deepEqual(await rows.allInnerTexts(), [
    ...['Of a.example.com', 'Of b.example.com'],
  ]);
});

test('asks once more when a request breaks off', async () => {
  const broken = new Set();
  const breakOnce = (route) => {
    const url = route.request().url();
    if (broken.has(url)) return route.continue();
    broken.add(url);
    return route.abort('failed');
  };
  await page.route('**/api/v1/**', breakOnce);
  const panels = await draw(`/d/folded?${hour}`);
  await page.unroute('**/api/v1/**', breakOnce);
  assert.equal(panels.Below.state, 'drawn');
  assert.ok(broken.size > 2);
});

test('has no picker for a hidden variable', async () => {
  const pickers = page.getByLabel('Tenant', { exact: true });
  await draw(`/d/good?${hour}`);
  assert.equal(await pickers.count(), 1);
  await draw(`/d/folded?${hour}`);
  assert.equal(await pickers.count(), 0);
});

test('asks for annotations once per pixel of the window', async () => {
  const steps = [];
  const note = (request) => {
    const asked = new URL(request.url()).searchParams;
    if (asked.get('query')?.includes('pitel_up')) steps.push(asked.get('step'));
  };
  page.on('request', note);
  await draw(`/d/folded?from=${(end - 7 * 86400) * 1000}&to=${end * 1000}`);
  page.off('request', note);
  // 378 s, rounded, of a window of 1600 pixels.
  assert.deepEqual(steps, ['300']);
});

test('shows what the address selects', async () => {
  const panels = await draw(`/d/good?${hour}&var-tenant=b.example.com`);
  assert.equal(await textOf('Calls'), '4');
  assert.ok(!('Calls of a.example.com' in panels));
});

test('takes time and theme from the toolbar into the address', async () => {
  await draw(`/d/good?${hour}`);
  await page.locator('[aria-controls="TimePickerContent"]').click();
  await page.getByText('Last 15 minutes').click();
  await page.getByLabel('Light').click();
  assert.equal(await address(), '/d/good?from=now-15m&to=now&theme=light');
  await page.evaluate(() => window.drawn());
  assert.deepEqual(opened.errors, []);
  assert.equal(
    await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
    'rgb(251, 251, 251)'
  );
});

test('takes a variable from its picker into the address', async () => {
  await draw(`/d/good?${hour}`);
  await page.getByLabel('Tenant', { exact: true }).focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) {
    await page.keyboard.press(key);
  }
  assert.equal(await address(), `/d/good?${hour}&var-tenant=b.example.com`);
  await page.evaluate(() => window.drawn());
  assert.equal(await textOf('Calls'), '4');
});

test('keeps time and variables on the way to other dashboards', async () => {
  await draw(`/d/good?${hour}&var-tenant=b.example.com`);
  const [link] = await linksOf(page);
  assert.equal(
    link,
    `/d/other?${hour}&var-datasource=Prometheus&var-tenant=b.example.com`
  );
});

test('marks charts where an annotation holds', async () => {
  // The strip under a chart is red from 12:00 to 12:10 UTC, that is all.
  await draw(`/d/good?${hour}`);
  const marked = await panelOf('Courses')
    .locator('canvas')
    .evaluate((canvas) => {
      const { width, height } = canvas;
      const context = canvas.getContext('2d');
      const { data } = context.getImageData(0, 0, width, height);
      const places = [];
      for (let i = 0; i < data.length; i += 4) {
        const [red, green, blue, alpha] = data.slice(i, i + 4);
        if (red > 200 && green < 100 && blue < 120 && alpha === 255) {
          places.push(((i / 4) % width) / width);
        }
      }
      return places;
    });
  const [from, to] = [Math.min(...marked), Math.max(...marked)];
  assert.ok(from < 0.1 && to > 0.15 && to < 0.25, `marked ${from} to ${to}`);
});

test('says which panels failed, and why', async () => {
  const panels = await draw(`/d/bad?${hour}`);
  const expected = {
    'Wrong query': /^A: .*parse error/s,
    'One of two': /^B: .*parse error/s,
    'Unknown type': /^panel type "nodeGraph" is not supported$/,
    'Unknown option': /^options.showPercentChange is not supported$/,
    'Unknown value': /^options.graphMode "area" is not supported$/,
    'Missing option': /^options.textMode is missing$/,
    'Unknown key': /^timeShift is not supported$/,
    'Shown range': /^timeFrom "2h" is not supported$/,
    'Unknown variable': /^variable "queue" is not known$/,
    'Unknown property':
      /^fieldConfig.overrides\[0\].properties\[0\].id "custom.hidden" is not/,
    'Unknown transformation': /transformations\[0\].id "shuffle" is not/,
  };
  const failed = Object.values(panels).filter(
    ({ state }) => state === 'failed'
  );
  assert.deepEqual(
    failed.map(({ title }) => title).sort(),
    Object.keys(expected).sort()
  );
  for (const { title, message } of failed) {
    assert.match(message, expected[title]);
    assert.equal(await textOf(title), `Failed\n${message}`);
  }
  assert.equal(panels.Fine.state, 'drawn');
  assert.equal(await textOf('No data'), 'No data');
});

test('says what keeps a whole dashboard from being drawn', async () => {
  const panels = await draw('/d/hopeless');
  assert.match(
    panels['The page'].message,
    /templating.list\[2\].type "textbox" is not supported/
  );
});

test('says so when a dashboard is not there', async () => {
  const panels = await draw('/d/absent');
  assert.equal(panels['The page'].state, 'failed');
  assert.match(
    await page.locator('body').innerText(),
    /\/dashboards\/absent: HTTP 404/
  );
});

test('lists the dashboards', async () => {
  await draw('/');
  assert.deepEqual(await linksOf(page), [
    ...['/d/bad', '/d/folded', '/d/good', '/d/hopeless'],
  ]);
});

const statusOf = async (path, options) =>
  (await fetch(server.url + path, options)).status;

test('serves its own files and reads of Prometheus alone', async () => {
  assert.equal(await statusOf('/dist/page.js'), 200);
  assert.equal(await statusOf('/api/v1/query?query=1'), 200);
  assert.equal(await statusOf('/dist/..%2findex.html'), 404);
  assert.equal(await statusOf('/dist/%2e%2e/%2e%2e/package.json'), 404);
  assert.equal(await statusOf('/api/v1/status/config'), 404);
  assert.equal(await statusOf('/%'), 404);
  assert.equal(
    await statusOf('/api/v1/admin/tsdb/snapshot', { method: 'POST' }),
    405
  );
});

test('says that Prometheus is not there', async () => {
  const lonely = await serve({
    prometheus: 'http://127.0.0.1:2',
    dashboards: world.dashboards,
    host: '127.0.0.1',
    port: 0,
  });
  await page.goto(`${lonely.url}/d/bad?${hour}`);
  await page.evaluate(() => window.drawn());
  const text = await page.locator('body').innerText();
  lonely.close();
  assert.match(text, /could not be loaded/);
  assert.match(text, /ECONNREFUSED/);
});

const draws = (only, out, ...words) =>
  node(
    'pictures.mjs',
    ...['--prometheus', world.prometheus, '--dashboards', world.dashboards],
    ...['--to', String(end * 1000), '--only', only],
    ...['--out', `${world.folder}/${out}`, ...words]
  );

test('draws the same picture of the same data', async () => {
  const pictures = [];
  for (const out of ['one', 'two']) {
    const { status, stdout, stderr } = await draws('good', out);
    assert.deepEqual([status, stderr], [0, '']);
    assert.match(stdout, /^good\.png: 10 panels, 1 empty$/m);
    pictures.push(await readFile(`${world.folder}/${out}/good.png`));
  }
  assert.ok(pictures[0].length > 10000);
  assert.ok(pictures[0].equals(pictures[1]));
});

// The color of the left upper corner of the page in a picture of it.
async function cornerOfPicture() {
  const clip = { x: 0, y: 0, width: 8, height: 8 };
  const picture = await page.screenshot({ clip });
  return page.evaluate(async (text) => {
    const image = new Image();
    image.src = `data:image/png;base64,${text}`;
    await image.decode();
    const context = document.createElement('canvas').getContext('2d');
    context.drawImage(image, 0, 0);
    return [...context.getImageData(4, 4, 1, 1).data];
  }, picture.toString('base64'));
}

test('shows a page as the colour-blind see it', async () => {
  await page.setContent('<body style="background: rgb(255, 0, 0)">');
  assert.deepEqual(await cornerOfPicture(), [255, 0, 0, 255]);
  const seen = new Set();
  for (const vision of ['deuteranopia', 'protanopia', 'tritanopia', 'none']) {
    await opened.seeAs(vision);
    seen.add(String(await cornerOfPicture()));
  }
  assert.equal(seen.size, 4);
  assert.deepEqual(await cornerOfPicture(), [255, 0, 0, 255]);
});

test('draws a dashboard in both themes, for all eyes', async () => {
  const { status, stderr } = await draws('good', 'all', '--colour-blind');
  assert.deepEqual([status, stderr], [0, '']);
  const files = await readdir(`${world.folder}/all`);
  assert.deepEqual(files.sort(), [
    'good-deuteranopia.png',
    'good-light-deuteranopia.png',
    'good-light-protanopia.png',
    'good-light-tritanopia.png',
    'good-light.png',
    'good-protanopia.png',
    'good-tritanopia.png',
    'good.png',
  ]);
  const texts = await Promise.all(
    files.map((file) => readFile(`${world.folder}/all/${file}`, 'base64'))
  );
  assert.equal(new Set(texts).size, files.length);
});

test('draws no picture of a failure as if it were none', async () => {
  const { status, stderr } = await draws('bad', 'bad');
  assert.equal(status, 1);
  assert.match(stderr, /failed: Wrong query: A: /);
});
