// A real Prometheus with known data, and the dashboards to draw from it.
import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

const here = fileURLToPath(new URL('.', import.meta.url));

// 2024-05-06 13:00 UTC.
export const end = 1715000400;
const step = 15;
const span = 2 * 3600;

// [series, value after so many seconds]
const series = [
  ['pitel_active_calls{tenant="a.example.com"}', () => 36],
  // Only the figures of the very end are right.
  ['pitel_active_calls{tenant="b.example.com"}', (t) => (t < span ? 9 : 4)],
  ['pitel_ringing_callers{tenant="a.example.com"}', () => 7],
  ['pitel_ringing_callers{tenant="b.example.com"}', () => 0],
  ['pitel_up{target="t1"}', (t) => Number(t < 3600 || t > 4200)],
  // A call every 30 s; of ten, six wait up to 5 s and three more up to 20 s.
  ['pitel_calls_started_total{tenant="a.example.com"}', (t) => t / 30],
  ['pitel_call_wait_seconds_bucket{le="5.0"}', (t) => (t / 30) * 0.6],
  ['pitel_call_wait_seconds_bucket{le="20.0"}', (t) => (t / 30) * 0.9],
  ['pitel_call_wait_seconds_bucket{le="+Inf"}', (t) => t / 30],
];

function openMetrics() {
  const lines = series.flatMap(([name, valueAfter]) =>
    Array.from({ length: span / step + 1 }, (_, index) => {
      const after = index * step;
      return `${name} ${valueAfter(after)} ${end - span + after}`;
    })
  );
  return `${lines.join('\n')}\n# EOF\n`;
}

async function startPrometheus(folder) {
  const history = path.join(folder, 'history.om');
  const data = path.join(folder, 'data');
  const config = path.join(folder, 'prometheus.yml');
  await writeFile(history, openMetrics());
  await writeFile(config, '{}\n');
  const words = ['tsdb', 'create-blocks-from', 'openmetrics', history, data];
  await run('promtool', words);
  const child = spawn(
    'prometheus',
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${data}`,
      '--storage.tsdb.retention.time=100y',
      '--web.listen-address=127.0.0.1:0',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] }
  );
  const ended = new Promise((resolve) => child.once('close', resolve));
  const stop = async () => {
    child.kill();
    await ended;
  };
  const address = await new Promise((resolve, reject) => {
    let text = '';
    child.once('error', reject);
    child.stderr.setEncoding('utf8').on('data', (more) => {
      text += more;
      const found = text.match(/Listening on"? address="?([^ "\n]+)\s/);
      if (found) resolve(found[1]);
    });
    ended.then(() => reject(new Error(`Prometheus ended: ${text}`)));
  });
  const url = `http://${address}`;
  while (!(await fetch(`${url}/-/ready`)).ok) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { url, stop };
}

// { prometheus, dashboards, folder, stop }
export async function startWorld() {
  const folder = await mkdtemp(path.join(tmpdir(), 'pitel_preview_'));
  const dashboards = path.join(folder, 'dashboards');
  const source = path.join(here, 'dashboards.jsonnet');
  await mkdir(dashboards);
  await run('jsonnet', ['-m', dashboards, source]);
  const { url, stop } = await startPrometheus(folder);
  return {
    prometheus: url,
    dashboards,
    folder,
    stop: async () => {
      await stop();
      await rm(folder, { recursive: true });
    },
  };
}

export const node = (program, ...words) =>
  run(process.execPath, [
    path.join(here, '../../grafana/preview', program),
    ...words,
  ]).then(
    ({ stdout, stderr }) => ({ status: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ status: code, stdout, stderr })
  );
