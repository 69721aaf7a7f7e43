#!/usr/bin/env node
// Draws the landing page for the documentation.
import { fileURLToPath } from 'node:url';
import { openPage } from '../../grafana/preview/browser.mjs';
import { startExporter } from './exporter.mjs';

const sites = [
  ...['An Giang', 'Can Tho', 'Da Lat', 'Da Nang', 'Hai Phong', 'Ha Noi'],
  ...['Hue', 'Nha Trang', 'Quy Nhon', 'Sai Gon', 'Vinh', 'Vung Tau'],
];
const targets = sites.map((name) => ({
  name: name.toLowerCase().replace(' ', '-'),
  host: `${name.toLowerCase().replace(' ', '')}.example.com`,
}));
const statuses = { 'hue.example.com': 403, 'vinh.example.com': 503 };
const file = fileURLToPath(
  new URL('../../docs/pictures/landing-page.png', import.meta.url)
);

const exporter = await startExporter(targets, (host) => ({
  status: statuses[host],
  phones: 40 + ((host.length * 977) % 800),
}));
try {
  const browser = await openPage();
  try {
    await browser.page.emulateMedia({ colorScheme: 'dark' });
    await browser.page.setViewportSize({ width: 1200, height: 760 });
    await browser.page.goto(`${exporter.url}/`);
    await browser.page.screenshot({ path: file });
  } finally {
    await browser.close();
  }
} finally {
  await exporter.stop();
}
