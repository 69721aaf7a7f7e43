#!/usr/bin/env node
// Draws pictures of the dashboards from a Prometheus.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundle } from './bundle.mjs';
import { withChromium } from './chromium.mjs';
import { defaultDashboards, readDashboards, serve } from './server.mjs';

const usage = `Usage: node pictures.mjs --prometheus URL [OPTION]...

Draws every dashboard, dark, and some of them also light.

  --prometheus URL     the Prometheus that is asked
  --from TIME          now-6h, milliseconds since 1970 or 2024-05-06T09:00:00Z;
  --to TIME            default is what each dashboard has, and a start like now-6h
                       counts back from the end
  --tenant NAME        the same as --variable tenant=NAME
  --variable NAME=TEXT a value of a variable; repeat it for more
  --only UID,...       these dashboards alone
  --light UID,...      those drawn light as well
                       (default pitel-overview,pitel-wallboard)
  --no-empty           a panel without data is a failure too
  --timezone NAME      of the axes (default UTC)
  --dashboards DIR     the dashboards as JSON (default grafana/dashboards)
  --out DIR            where the pictures go (default grafana/pictures)
  --help               print this text

Exit status 1 if a panel failed.
`;

const here = fileURLToPath(new URL('.', import.meta.url));

const options = {
  prometheus: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  tenant: { type: 'string' },
  variable: { type: 'string', multiple: true, default: [] },
  only: { type: 'string' },
  light: { type: 'string', default: 'pitel-overview,pitel-wallboard' },
  'no-empty': { type: 'boolean' },
  timezone: { type: 'string', default: 'UTC' },
  dashboards: { type: 'string', default: defaultDashboards },
  out: { type: 'string', default: path.join(here, '../pictures') },
  help: { type: 'boolean' },
};

// A wallboard fills a screen and has nothing but its panels.
const sizeOf = (uid) =>
  uid.endsWith('wallboard')
    ? { width: 1920, height: 1080, kiosk: true }
    : { width: 1600, height: 900, kiosk: false };

function addressOf(uid, values, { theme, kiosk }) {
  const query = new URLSearchParams({ theme, expand: '', refresh: '' });
  if (kiosk) query.set('kiosk', '');
  for (const name of ['from', 'to']) {
    if (values[name]) query.set(name, values[name]);
  }
  const tenant = values.tenant ? [`tenant=${values.tenant}`] : [];
  for (const each of [...tenant, ...values.variable]) {
    const [name, ...rest] = each.split('=');
    query.append(`var-${name}`, rest.join('='));
  }
  return `/d/${uid}?${query}`;
}

async function draw(page, url, { width, height, kiosk }) {
  await page.resize(width, height);
  await page.open(url);
  const panels = await page.evaluate('window.drawn()');
  const whole = await page.evaluate('document.documentElement.scrollHeight');
  if (!kiosk && whole !== height) {
    await page.resize(width, whole);
    await page.evaluate('window.drawn()');
  }
  return { panels, whole, image: await page.picture() };
}

// Whether all is well with a picture; says what is not.
function judge(name, { panels, whole }, { height, kiosk }, mayBeEmpty, errors) {
  const named = (wanted) => panels.filter(({ state }) => state === wanted);
  const failed = named('failed');
  const empty = named('empty');
  console.log(`${name}: ${panels.length} panels, ${empty.length} empty`);
  for (const { title } of empty) console.log(`  empty: ${title}`);
  for (const { title, message } of failed) {
    console.error(`  failed: ${title}: ${message}`);
  }
  for (const error of errors) console.error(`  error: ${error}`);
  if (kiosk && whole > height) {
    console.error(`  too high for a screen: ${whole} of ${height} pixels`);
  }
  const isFull = mayBeEmpty || empty.length === 0;
  return (
    failed.length === 0 && errors.length === 0 && panels.length > 0 && isFull
  );
}

function listed(text, uids) {
  const names = text.split(',').filter(Boolean);
  for (const name of names) {
    if (!uids.includes(name)) throw new Error(`no dashboard "${name}"`);
  }
  return names;
}

async function drawAll(page, base, values) {
  const uids = (await readDashboards(values.dashboards)).map(({ uid }) => uid);
  const chosen = values.only ? listed(values.only, uids) : uids;
  if (chosen.length === 0) {
    throw new Error(`no dashboards in ${values.dashboards}`);
  }
  const light = values.light.split(',');
  let isWell = true;
  for (const uid of chosen) {
    for (const theme of light.includes(uid) ? ['dark', 'light'] : ['dark']) {
      const size = sizeOf(uid);
      const name = theme === 'dark' ? `${uid}.png` : `${uid}-light.png`;
      page.errors.length = 0;
      const address = addressOf(uid, values, { theme, ...size });
      const drawn = await draw(page, base + address, size);
      await writeFile(path.join(values.out, name), drawn.image);
      const fine = judge(name, drawn, size, !values['no-empty'], page.errors);
      isWell &&= fine;
    }
  }
  return isWell;
}

async function main() {
  const { values } = parseArgs({ options });
  if (values.help) return process.stdout.write(usage);
  if (!values.prometheus)
    throw new Error('--prometheus is missing; try --help');
  await mkdir(values.out, { recursive: true });
  await bundle();
  const server = await serve({ ...values, host: '127.0.0.1', port: 0 });
  try {
    const isWell = await withChromium(
      (page) => drawAll(page, server.url, values),
      values
    );
    if (!isWell) process.exitCode = 1;
  } finally {
    server.close();
  }
}

main().catch(({ message }) => {
  console.error(`pictures.mjs: ${message}`);
  process.exitCode = 1;
});
