// The landing page in a real browser.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPage } from '../../grafana/preview/browser.mjs';
import { startExporter } from './exporter.mjs';

const targets = Array.from({ length: 300 }, (_, index) => ({
  name: `site ${String(index + 1).padStart(3, '0')}`,
  host: `pbx-${index + 1}.example.com`,
}));
const failing = { 'pbx-150.example.com': 403, 'pbx-300.example.com': 500 };
const phone = { width: 390, height: 844 };
const desktop = { width: 1280, height: 900 };

let exporter;
let browser;
let page;

before(async () => {
  exporter = await startExporter(targets, (host) => ({
    status: failing[host],
    phones: 10,
  }));
  browser = await openPage();
  ({ page } = browser);
});

after(async () => {
  await browser?.close();
  await exporter?.stop();
});

async function open(query = '', size = desktop, colorScheme = 'light') {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize(size);
  await page.goto(`${exporter.url}/${query}`);
}

const names = () =>
  page
    .locator('tbody th')
    .evaluateAll((cells) => cells.map((cell) => cell.firstChild.textContent));

// Whether the page or the table must be scrolled sideways.
const overflows = () =>
  page.evaluate(() =>
    [document.documentElement, document.querySelector('main')].some(
      ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth
    )
  );

// The contrast of two colours by WCAG 2, from "rgb(1, 2, 3)".
function contrast(...colours) {
  const luminances = colours.map((colour) => {
    const [red, green, blue] = colour
      .match(/[\d.]+/g)
      .slice(0, 3)
      .map((part) => part / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
  });
  return Math.max(...luminances) / Math.min(...luminances);
}

test('shows the targets that are down first', async () => {
  await open();
  const shown = await names();
  assert.equal(shown.length, 300);
  assert.deepEqual(shown.slice(0, 3), ['site 150', 'site 300', 'site 001']);
  assert.match(
    await page.locator('.counts').innerText(),
    /^300 targets: 2 down · 298 up$/
  );
});

test('links each count to the targets in that state', async () => {
  await open();
  await page.getByRole('link', { name: '2 down' }).click();
  assert.deepEqual(await names(), ['site 150', 'site 300']);
  await page.getByRole('link', { name: '300 targets' }).click();
  assert.equal((await names()).length, 300);
});

test('finds targets by the filter, without scripts', async () => {
  await open();
  assert.equal(await page.locator('script').count(), 0);
  await page.getByRole('searchbox').fill('PBX-30');
  await page.getByRole('button', { name: 'Filter' }).click();
  assert.deepEqual(await names(), ['site 300', 'site 030']);
  await page.getByRole('combobox').selectOption('down');
  await page.getByRole('searchbox').press('Enter');
  assert.deepEqual(await names(), ['site 300']);
  assert.equal(await page.getByRole('searchbox').inputValue(), 'PBX-30');
  await page.getByRole('searchbox').fill('nowhere');
  await page.getByRole('searchbox').press('Enter');
  await page.getByRole('link', { name: 'Show all' }).click();
  assert.equal((await names()).length, 300);
});

test('fits on the screen of a phone and of a desktop', async () => {
  for (const size of [phone, desktop]) {
    await open('', size);
    assert.equal(await overflows(), false, `${size.width} pixels`);
  }
});

test('names the numbers on a phone, which has no header row', async () => {
  await open('?text=site+001', phone);
  assert.equal(await page.locator('thead').isVisible(), false);
  const cell = page.locator('td[data-name="Active calls"]');
  assert.equal(await cell.innerText(), '2');
  const title = await cell.evaluate(
    (element) => getComputedStyle(element, '::before').content
  );
  assert.match(title, /Active calls/);
  const alignment = await cell.evaluate(
    (element) => getComputedStyle(element).textAlign
  );
  assert.equal(alignment, 'left');
});

test('is readable in light and dark', async () => {
  for (const scheme of ['light', 'dark']) {
    await open('', desktop, scheme);
    const background = await page
      .locator('main')
      .evaluate((element) => getComputedStyle(element).backgroundColor);
    for (const part of ['td', '.down', '.up', 'small', 'thead th']) {
      const colour = await page
        .locator(`main ${part}`)
        .first()
        .evaluate((element) => getComputedStyle(element).color);
      const found = contrast(colour, background);
      assert.ok(found >= 4.5, `${part}, ${scheme}: contrast ${found}`);
    }
  }
  assert.deepEqual(browser.errors, []);
});
