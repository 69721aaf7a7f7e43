#!/usr/bin/env node
// Serves the dashboards, drawn from a Prometheus.
import { readdir, readFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const here = fileURLToPath(new URL('.', import.meta.url));

const usage = `Usage: node server.mjs --prometheus URL [OPTION]...

Serves the dashboards until it is stopped, and says where. Bundles them first.

  --prometheus URL     the Prometheus that is asked
  --dashboards DIR     the dashboards as JSON (default grafana/dashboards)
  --listen HOST:PORT   port 0 takes a free one (default 127.0.0.1:0)
  --help               print this text
`;

const types = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

const roots = {
  '/dist/': path.join(here, 'dist'),
  '/public/build/': path.join(here, 'node_modules/@grafana/ui/dist/public'),
};

// Reads only: nothing here can change the Prometheus.
const queries = /^\/api\/v1\/(query|query_range|label\/[^/]+\/values)$/;

async function sendFile(response, file) {
  const type = types[path.extname(file)];
  const body = type && (await readFile(file).catch(() => undefined));
  if (body === undefined) return sendText(response, 404, 'not found\n');
  response.writeHead(200, { 'content-type': type }).end(body);
}

function sendText(response, status, text) {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(text);
}

function sendJson(response, value) {
  response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify(value));
}

function sendUnderRoot(response, name) {
  for (const [prefix, root] of Object.entries(roots)) {
    const file = path.join(root, name.slice(prefix.length));
    if (name.startsWith(prefix) && file.startsWith(root + path.sep)) {
      return sendFile(response, file);
    }
  }
  return sendText(response, 404, 'not found\n');
}

// Anew each time, so that an edited dashboard is seen.
export async function readDashboards(folder) {
  const names = (await readdir(folder)).filter((name) =>
    name.endsWith('.json')
  );
  const texts = await Promise.all(
    names.sort().map((name) => readFile(path.join(folder, name), 'utf8'))
  );
  return texts.map((text) => JSON.parse(text));
}

async function sendDashboards(response, folder, uid) {
  const dashboards = await readDashboards(folder);
  if (!uid) {
    const listed = dashboards.map(({ uid, title, description, tags = [] }) => ({
      uid,
      title,
      description,
      tags,
    }));
    return sendJson(response, listed);
  }
  const dashboard = dashboards.find((each) => each.uid === uid);
  return dashboard
    ? sendJson(response, dashboard)
    : sendText(response, 404, 'no such dashboard\n');
}

function pass(request, response, prometheus) {
  const base = prometheus.pathname.replace(/\/$/, '');
  const { request: send } = prometheus.protocol === 'https:' ? https : http;
  const onward = send(
    new URL(base + request.url, prometheus),
    {
      method: request.method,
      headers: {
        'content-type': request.headers['content-type'] ?? 'text/plain',
      },
    },
    (answer) => {
      response.writeHead(answer.statusCode, {
        'content-type': answer.headers['content-type'] ?? 'text/plain',
      });
      answer.pipe(response);
    }
  );
  onward.on('error', ({ message }) => sendText(response, 502, `${message}\n`));
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}

// Undefined if it is not well formed.
function pathOf({ url }) {
  try {
    return decodeURIComponent(url.replace(/\?.*/s, ''));
  } catch {
    return undefined;
  }
}

async function answer(request, response, { prometheus, dashboards }) {
  const name = pathOf(request);
  if (name === undefined) return sendText(response, 400, 'bad path\n');
  if (queries.test(name)) return pass(request, response, prometheus);
  if (request.method !== 'GET') return sendText(response, 405, 'GET only\n');
  if (name === '/' || /^\/d\/[^/]+/.test(name)) {
    return sendFile(response, path.join(here, 'index.html'));
  }
  const [, uid] = name.match(/^\/dashboards(?:\/([^/]+))?$/) ?? [];
  if (name.startsWith('/dashboards')) {
    return sendDashboards(response, dashboards, uid);
  }
  return sendUnderRoot(response, name);
}

// Resolves to { url, close } once it listens.
export async function serve({ prometheus, dashboards, host, port }) {
  const options = { prometheus: new URL(prometheus), dashboards };
  const server = http.createServer((request, response) => {
    answer(request, response, options).catch(({ message }) =>
      sendText(response, 500, `${message}\n`)
    );
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${server.address().port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

export const defaultDashboards = path.join(here, '../dashboards');

async function main() {
  const { values } = parseArgs({
    options: {
      prometheus: { type: 'string' },
      dashboards: { type: 'string', default: defaultDashboards },
      listen: { type: 'string', default: '127.0.0.1:0' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return process.stdout.write(usage);
  const [, host, port] = values.listen.match(/^\[?(.+?)\]?:(\d+)$/) ?? [];
  if (!values.prometheus || !host) throw new Error('wrong usage; try --help');
  const { bundle } = await import('./bundle.mjs');
  await bundle();
  const { url, close } = await serve({ ...values, host, port: Number(port) });
  console.log(`listening on ${url}`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, close);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch(({ message }) => {
    console.error(`server.mjs: ${message}`);
    process.exitCode = 1;
  });
}
