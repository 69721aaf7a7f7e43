// An exporter that polls made-up API hosts, for tests of its landing page.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const program =
  process.env.PITEL_EXPORTER ??
  fileURLToPath(
    new URL('../../build/dev/exporter/pitel_exporter', import.meta.url)
  );

// One phone in five talks or rings.
function rows(phones) {
  return Array.from({ length: phones }, (_, index) => {
    const state = { 0: 'ONCALL', 5: 'RINGING' }[index % 10] ?? '';
    return {
      domain_name: 't1.example.com',
      extension: String(100 + index),
      server_host: '192.0.2.1',
      call_id: state && `call-${index}`,
      call_state: state,
      direction: state && 'inbound',
    };
  });
}

// Every host of the API, as the proxy to all of them: `respond(host)` returns
// { status, phones }.
async function startApi(respond) {
  const server = createServer((request, response) => {
    const { status = 200, phones = 0 } = respond(new URL(request.url).hostname);
    const data = rows(phones);
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ data, total: data.length }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function configuration(targets, proxy) {
  const entries = targets.map(({ name, host }) => ({
    name,
    url: `http://${host}`,
    allow_plain_http: true,
    proxy_url: proxy,
    bearer_token: 'made-up-token',
  }));
  return JSON.stringify({ poll: { interval: '5s' }, targets: entries });
}

async function addressOf(child) {
  return new Promise((resolve, reject) => {
    let log = '';
    child.once('error', reject);
    child.once('close', () => reject(new Error(`the exporter ended: ${log}`)));
    child.stderr.setEncoding('utf8').on('data', (more) => {
      log += more;
      const found = log.match(/msg=listening address="?([^" ]+)/);
      if (found) resolve(found[1]);
    });
  });
}

// `targets` are { name, host }, and `respond` is the API: see startApi. Returns
// { url, stop } once each target was polled.
export async function startExporter(targets, respond) {
  const folder = await mkdtemp(path.join(tmpdir(), 'pitel_landing_page_'));
  const api = await startApi(respond);
  const file = path.join(folder, 'pitel_exporter.yml');
  const proxy = `http://127.0.0.1:${api.address().port}`;
  await writeFile(file, configuration(targets, proxy));
  const child = spawn(
    program,
    [`--config.file=${file}`, '--web.listen-address=127.0.0.1:0'],
    { stdio: ['ignore', 'ignore', 'pipe'] }
  );
  const stop = async () => {
    if (child.exitCode === null && child.kill()) await once(child, 'close');
    api.closeAllConnections();
    api.close();
    await rm(folder, { recursive: true });
  };
  try {
    const url = `http://${await addressOf(child)}`;
    while (!(await fetch(`${url}/-/ready`)).ok) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
