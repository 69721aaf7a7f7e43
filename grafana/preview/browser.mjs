// Debian's Chromium, driven by Playwright.
import { chromium } from 'playwright-core';

// Opens a page in a browser of its own. `errors` collects what its scripts
// throw, `seeAs` shows the page as people with a colour blindness see it (one of
// Chromium's names, or none), and `close` ends the browser.
export async function openPage() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    // All pages are on loopback. Hinted glyphs differ between machines.
    args: ['--no-proxy-server', '--font-render-hinting=none'],
  });
  const page = await browser.newPage({
    timezoneId: 'Asia/Ho_Chi_Minh',
    reducedMotion: 'reduce',
  });
  page.setDefaultTimeout(120_000);
  const errors = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  const session = await page.context().newCDPSession(page);
  const seeAs = (type) =>
    session.send('Emulation.setEmulatedVisionDeficiency', { type });
  return { page, errors, seeAs, close: () => browser.close() };
}
