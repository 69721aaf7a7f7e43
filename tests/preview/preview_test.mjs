// The dashboards as a browser draws them, from a real Prometheus with known
// data. Run by run.sh, which installs what is needed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bundle } from '../../grafana/preview/bundle.mjs';
import { withChromium } from '../../grafana/preview/chromium.mjs';
import { serve } from '../../grafana/preview/server.mjs';
import { dashboards, end, node, startWorld } from './world.mjs';

const hour = `from=${(end - 3600) * 1000}&to=${end * 1000}`;

let world;
let server;
let page;
let closePage;

// Hands out the page until closePage is called.
const openChromium = () =>
  new Promise((resolve, reject) => {
    withChromium((opened) => {
      const closed = new Promise((done) => (closePage = done));
      resolve(opened);
      return closed;
    }).catch(reject);
  });

before(async () => {
  world = await startWorld();
  await bundle();
  const { prometheus } = world;
  server = await serve({ prometheus, dashboards, host: '127.0.0.1', port: 0 });
  page = await openChromium();
  await page.resize(1600, 1200);
});

after(async () => {
  closePage?.();
  server?.close();
  await world?.stop();
});

// The states of the panels of a dashboard, once drawn, by title.
async function draw(address) {
  await page.open(server.url + address);
  const panels = await page.evaluate('window.drawn()');
  assert.deepEqual(page.errors, []);
  return Object.fromEntries(panels.map((panel) => [panel.title, panel]));
}

const textOf = (title) =>
  page.evaluate(
    `document.querySelector('[data-panel="${title}"] [data-testid="data-testid panel content"]').innerText`
  );

const wordsOf = async (title) =>
  (await textOf(title)).split(/\s+/).filter(Boolean);

const linksOf = (selector) =>
  page.evaluate(
    `[...document.querySelectorAll('${selector}')].map((link) => link.getAttribute('href'))`
  );

test('draws every panel of a good dashboard', async () => {
  const panels = await draw(`/d/good?${hour}`);
  const states = Object.fromEntries(
    Object.values(panels).map(({ title, state }) => [title, state])
  );
  assert.deepEqual(states, {
    Calls: 'drawn',
    Mapped: 'drawn',
    Nothing: 'empty',
    Waiting: 'drawn',
    Tenants: 'drawn',
    Starts: 'drawn',
    Waits: 'drawn',
    Note: 'empty',
    'Calls of a.example.com': 'drawn',
    'Calls of b.example.com': 'drawn',
  });
});

test('shows the figures of the end of the range', async () => {
  await draw(`/d/good?${hour}`);
  assert.equal(await textOf('Calls'), '40');
  assert.equal(await textOf('Mapped'), 'nobody');
  assert.equal(await textOf('Nothing'), '–');
  assert.equal(await textOf('Calls of a.example.com'), '36');
  assert.equal(await textOf('Calls of b.example.com'), '4');
});

test('colours a figure by its thresholds', async () => {
  const color = () =>
    page.evaluate(
      `getComputedStyle([...document.querySelectorAll('[data-panel="Calls"] span')]
         .find((span) => /^[0-9]+$/.test(span.textContent))).color`
    );
  await draw(`/d/good?${hour}`);
  assert.equal(await color(), 'rgb(242, 73, 92)');
  await draw(`/d/good?${hour}&var-tenant=b.example.com`);
  assert.equal(await color(), 'rgb(115, 191, 105)');
});

test('draws bars with names and units', async () => {
  await draw(`/d/good?${hour}`);
  assert.deepEqual((await wordsOf('Waiting')).sort(), [
    '0',
    '7',
    'a.example.com',
    'b.example.com',
    's',
    's',
  ]);
});

test('merges, renames, orders and links the columns of a table', async () => {
  await draw(`/d/good?${hour}`);
  assert.deepEqual(await wordsOf('Tenants'), [
    'Name',
    'Calls',
    'Waiting',
    'a.example.com',
    '36',
    '7%',
    'b.example.com',
    '4',
    '0%',
  ]);
  assert.deepEqual(await linksOf('[data-panel="Tenants"] a'), [
    `/d/other?${hour}&var-tenant=a.example.com`,
    `/d/other?${hour}&var-tenant=b.example.com`,
  ]);
});

test('draws a rate, with a legend that tells it', async () => {
  await draw(`/d/good?${hour}`);
  const words = await wordsOf('Starts');
  assert.deepEqual(words.slice(-4), ['a.example.com', 'per', 'min', '2.0']);
});

test('takes the buckets of a heat map apart', async () => {
  await draw(`/d/good?${hour}`);
  const counts = await page.evaluate(
    `[...document.querySelectorAll('[data-panel="Waits"] rect title')]
       .map((title) => title.textContent.split('\\n')[1])`
  );
  assert.deepEqual([...new Set(counts)].sort(), [
    'up to 20 s: 3.0',
    'up to 5 s: 6.0',
    'up to ∞: 1.0',
  ]);
  // Every five minutes of the hour.
  assert.equal(counts.length, 3 * 12);
});

test('fills variables into texts, and runs none of their scripts', async () => {
  await draw(`/d/good?${hour}`);
  assert.match(await textOf('Note'), /^Of All over 3600s/);
  assert.equal(await page.evaluate('document.title'), 'Good');
});

test('counts a relative start back from the end', async () => {
  await draw(`/d/good?to=${end * 1000}`);
  const link = (await linksOf('a')).find((each) => each.includes('/d/other'));
  assert.match(link, new RegExp(`from=now-1h&to=${end * 1000}`));
  const words = await wordsOf('Starts');
  assert.equal(words.at(-1), '2.0');
  assert.equal(await textOf('Calls'), '40');
});

test('refuses a time range that is none', async () => {
  const panels = await draw(`/d/good?from=${end * 1000}&to=${end * 1000}`);
  assert.match(panels['The page'].message, /is not a time range/);
});

test('shows what the address selects', async () => {
  const panels = await draw(`/d/good?${hour}&var-tenant=b.example.com`);
  assert.equal(await textOf('Calls'), '4');
  assert.ok(!('Calls of a.example.com' in panels));
});

const click = (selector, text = '') =>
  page.evaluate(`(() => {
    const all = [...document.querySelectorAll('${selector}')];
    all.find(({ textContent }) => textContent.includes('${text}')).click();
    return new Promise(requestAnimationFrame);
  })()`);

const address = () => page.evaluate('location.pathname + location.search');

test('takes time and theme from the toolbar into the address', async () => {
  await draw(`/d/good?${hour}`);
  await click('[aria-controls="TimePickerContent"]');
  await click('#TimePickerContent label', 'Last 15 minutes');
  await click('[aria-label="Light"]');
  assert.equal(await address(), '/d/good?from=now-15m&to=now&theme=light');
  await page.evaluate('window.drawn()');
  assert.deepEqual(page.errors, []);
  assert.equal(
    await page.evaluate('getComputedStyle(document.body).backgroundColor'),
    'rgb(251, 251, 251)'
  );
});

test('takes a variable from its picker into the address', async () => {
  await draw(`/d/good?${hour}`);
  await page.evaluate(`(async () => {
    const input = document.querySelector('input[aria-label="Tenant"]');
    input.focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) {
      input.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      await new Promise(requestAnimationFrame);
    }
  })()`);
  assert.equal(await address(), `/d/good?${hour}&var-tenant=b.example.com`);
  await page.evaluate('window.drawn()');
  assert.equal(await textOf('Calls'), '4');
});

test('keeps time and variables on the way to other dashboards', async () => {
  await draw(`/d/good?${hour}&var-tenant=b.example.com`);
  const links = (await linksOf('a')).filter((link) => link?.startsWith('/d/'));
  assert.deepEqual(links.slice(0, 3), [
    `/d/other?${hour}&var-datasource=prometheus&var-tenant=b.example.com`,
    '/d/bad',
    '/d/good',
  ]);
});

test('marks charts where an annotation holds', async () => {
  // The strip under a chart is red from 12:00 to 12:10 UTC, that is all.
  await draw(`/d/good?${hour}`);
  const shares = await page.evaluate(`(() => {
    const canvas = document.querySelector('[data-panel="Starts"] canvas');
    const { width, height } = canvas;
    const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
    const marked = [];
    for (let i = 0; i < data.length; i += 4) {
      const [red, green, blue, alpha] = data.slice(i, i + 4);
      if (red > 200 && green < 100 && blue < 120 && alpha === 255) {
        marked.push(((i / 4) % width) / width);
      }
    }
    return [Math.min(...marked), Math.max(...marked)];
  })()`);
  const [from, to] = shares;
  assert.ok(from < 0.1 && to > 0.15 && to < 0.25, `marked ${from} to ${to}`);
});

test('says which panels failed, and why', async () => {
  const panels = await draw(`/d/bad?${hour}`);
  const messages = Object.values(panels)
    .filter(({ state }) => state === 'failed')
    .map(({ title, message }) => [title, message]);
  assert.deepEqual(messages.map(([title]) => title).sort(), [
    'One of two',
    'Wrong colours',
    'Wrong query',
    'Wrong transformation',
    'Wrong type',
  ]);
  const reasons = Object.fromEntries(messages);
  assert.match(reasons['Wrong query'], /^A: .*parse error/s);
  assert.match(reasons['One of two'], /^B: .*parse error/s);
  assert.match(reasons['Wrong type'], /"nodeGraph" is not supported/);
  assert.match(reasons['Wrong colours'], /"Mauves" is not known/);
  assert.match(reasons['Wrong transformation'], /shuffle/);
  for (const [title, message] of messages) {
    assert.equal(await textOf(title), `Failed\n${message}`);
  }
  assert.equal(panels.Fine.state, 'drawn');
  assert.equal(await textOf('No data'), 'No data');
});

test('says so when a dashboard is not there', async () => {
  const panels = await draw('/d/absent');
  assert.equal(panels['The page'].state, 'failed');
  assert.match(
    await page.evaluate('document.body.innerText'),
    /\/dashboards\/absent: HTTP 404/
  );
});

test('lists the dashboards', async () => {
  await draw('/');
  assert.deepEqual(await linksOf('#page a'), ['/d/bad', '/d/good']);
});

const statusOf = async (path, options) =>
  (await fetch(server.url + path, options)).status;

test('serves its own files and reads of Prometheus alone', async () => {
  assert.equal(await statusOf('/dist/page.js'), 200);
  assert.equal(await statusOf('/api/v1/query?query=1'), 200);
  assert.equal(await statusOf('/dist/..%2findex.html'), 404);
  assert.equal(
    await statusOf('/dist/..%2fsrc%2fpage%2f..%2f..%2findex.html'),
    404
  );
  assert.equal(await statusOf('/api/v1/status/config'), 404);
  assert.equal(await statusOf('/%'), 400);
  assert.equal(
    await statusOf('/api/v1/admin/tsdb/snapshot', { method: 'POST' }),
    405
  );
});

test('tells that Prometheus is not there', async () => {
  const lonely = await serve({
    prometheus: 'http://127.0.0.1:1',
    dashboards,
    host: '127.0.0.1',
    port: 0,
  });
  await page.open(`${lonely.url}/d/bad?${hour}`);
  await page.evaluate('window.drawn()');
  const text = await page.evaluate('document.body.innerText');
  lonely.close();
  assert.match(text, /could not be loaded/);
  assert.match(text, /ECONNREFUSED/);
});

const draws = (only, out) =>
  node(
    'pictures.mjs',
    ...['--prometheus', world.prometheus, '--dashboards', dashboards],
    ...['--from', String((end - 3600) * 1000), '--to', String(end * 1000)],
    ...['--only', only, '--light', '', '--out', `${world.folder}/${out}`]
  );

test('draws the same picture of the same data', async () => {
  const { readFile } = await import('node:fs/promises');
  const pictures = [];
  for (const out of ['one', 'two']) {
    const { status, stdout, stderr } = await draws('good', out);
    assert.deepEqual([status, stderr], [0, '']);
    assert.match(stdout, /^good\.png: 10 panels, 2 empty$/m);
    pictures.push(await readFile(`${world.folder}/${out}/good.png`));
  }
  assert.ok(pictures[0].length > 10000);
  assert.ok(pictures[0].equals(pictures[1]));
});

test('draws no picture of a failure as if it were none', async () => {
  const { status, stderr } = await draws('bad', 'bad');
  assert.equal(status, 1);
  assert.match(stderr, /failed: Wrong query: A: /);
});
