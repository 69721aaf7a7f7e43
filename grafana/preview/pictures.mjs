#!/usr/bin/env node
// Draws pictures of the dashboards from a Prometheus.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openPage } from './browser.mjs';
import { bundle } from './bundle.mjs';
import { defaultDashboards, readDashboards, serve } from './server.mjs';

const usage = `Usage: node pictures.mjs --prometheus URL [OPTION]...

Draws every dashboard, dark and light: UID.png and UID-light.png.

  --prometheus URL     the Prometheus to query
  --to TIME            milliseconds since 1970 at which time ranges end
                       (default: now)
  --only UID           draw only this dashboard
  --colour-blind       draw each also as people with deuteranopia, protanopia and
                       tritanopia see it: UID-tritanopia.png and so on
  --open-rows          open the rows that are folded
  --no-empty           treat a panel without data as a failure
  --dashboards DIR     the dashboards as JSON (default grafana/dashboards)
  --out DIR            where the pictures go (default grafana/pictures)
  --help               print this text

Exits 1 if a panel failed.
`;

const options = {
  prometheus: { type: 'string' },
  to: { type: 'string', default: 'now' },
  only: { type: 'string' },
  'colour-blind': { type: 'boolean' },
  'open-rows': { type: 'boolean' },
  'no-empty': { type: 'boolean' },
  dashboards: { type: 'string', default: defaultDashboards },
  out: {
    type: 'string',
    default: fileURLToPath(new URL('../pictures', import.meta.url)),
  },
  help: { type: 'boolean' },
};

const themes = ['dark', 'light'];
const colorBlindnesses = ['deuteranopia', 'protanopia', 'tritanopia'];

// A wallboard fills a screen and shows only its panels. Other pictures are as
// high as their dashboard.
const width = 1600;
const screen = { width: 1920, height: 1080 };
const isWallboard = (uid) => uid.endsWith('wallboard');

function addressOf(uid, theme, { to, 'open-rows': isOpen }) {
  const query = new URLSearchParams({ theme, to, refresh: '' });
  if (isOpen) query.set('rows', 'open');
  if (isWallboard(uid)) query.set('kiosk', '');
  return `/d/${uid}?${query}`;
}

// Returns the states of the panels, drawn at the size of the picture, and its
// height.
async function drawPanels(page, url, uid) {
  await page.setViewportSize(
    isWallboard(uid) ? screen : { width, height: 900 }
  );
  await page.goto(url);
  let panels = await page.evaluate(() => window.drawn());
  const height = await page.evaluate(
    () => document.documentElement.scrollHeight
  );
  if (!isWallboard(uid)) {
    // A picture larger than the window would be taken before charts are
    // redrawn.
    await page.setViewportSize({ width, height });
    panels = await page.evaluate(() => window.drawn());
  }
  return { panels, height };
}

// Returns the problems of the pictures: one as it is, and one for each of
// `visions`.
async function draw({ page, errors, seeAs }, url, uid, file, visions, noEmpty) {
  errors.length = 0;
  const { panels, height } = await drawPanels(page, url, uid);
  await page.screenshot({ path: `${file}.png` });
  for (const vision of visions) {
    await seeAs(vision);
    await page.screenshot({ path: `${file}-${vision}.png` });
  }
  await seeAs('none');
  const inState = (wanted) => panels.filter(({ state }) => state === wanted);
  const empty = inState('empty').map(({ title }) => `empty: ${title}`);
  console.log(
    `${path.basename(file)}.png: ${panels.length} panels, ${empty.length} empty`
  );
  return [
    ...inState('failed').map(
      ({ title, message }) => `failed: ${title}: ${message}`
    ),
    ...(noEmpty ? empty : []),
    ...errors.map((error) => `error: ${error}`),
    ...(isWallboard(uid) && height > screen.height
      ? [`${height} pixels do not fit on a screen of ${screen.height}`]
      : []),
  ];
}

async function drawAll(opened, base, values) {
  const uids = (await readDashboards(values.dashboards))
    .map(({ uid }) => uid)
    .filter((uid) => !values.only || uid === values.only);
  if (uids.length === 0) throw new Error('there is no such dashboard');
  for (const uid of uids) {
    for (const theme of themes) {
      const name = theme === 'dark' ? uid : `${uid}-light`;
      const problems = await draw(
        opened,
        base + addressOf(uid, theme, values),
        uid,
        path.join(values.out, name),
        values['colour-blind'] ? colorBlindnesses : [],
        values['no-empty']
      );
      for (const problem of problems) console.error(`  ${problem}`);
      if (problems.length > 0) process.exitCode = 1;
    }
  }
}

async function main() {
  const { values } = parseArgs({ options });
  if (values.help) return process.stdout.write(usage);
  if (!values.prometheus) {
    throw new Error('--prometheus is missing; try --help');
  }
  await mkdir(values.out, { recursive: true });
  await bundle();
  const server = await serve({ ...values, host: '127.0.0.1', port: 0 });
  let opened;
  try {
    opened = await openPage();
    await drawAll(opened, server.url, values);
  } finally {
    await opened?.close();
    server.close();
  }
}

main().catch(({ message }) => {
  console.error(`pictures.mjs: ${message}`);
  process.exitCode = 1;
});
