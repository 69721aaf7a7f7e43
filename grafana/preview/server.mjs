#!/usr/bin/env node
// Serves the dashboards, drawn from a Prometheus.
import { readdir, readFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { bundle } from './bundle.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
export const defaultDashboards = path.join(here, '../dashboards');

const usage = `Usage: node server.mjs --prometheus URL [OPTION]...

Bundles the page, serves the dashboards until it is stopped, and prints where.

  --prometheus URL     the Prometheus to query
  --dashboards DIR     the dashboards as JSON (default grafana/dashboards)
  --listen HOST:PORT   port 0 takes a free one (default 127.0.0.1:0)
  --help               print this text
`;

const types = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

const roots = {
  '/dist/': path.join(here, 'dist'),
  '/public/build/': path.join(here, 'node_modules/@grafana/ui/dist/public'),
};

const notFound = { status: 404, type: 'text/plain', body: 'not found\n' };

async function fileAt(name) {
  const type = types[path.extname(name)];
  for (const [prefix, root] of Object.entries(roots)) {
    const file = path.join(root, name.slice(prefix.length));
    if (type && name.startsWith(prefix) && file.startsWith(root + path.sep)) {
      const body = await readFile(file).catch(() => undefined);
      if (body) return { status: 200, type, body };
    }
  }
  return notFound;
}

// Read each time, so that edits of a dashboard are shown.
export async function readDashboards(folder) {
  const names = await readdir(folder);
  const texts = await Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => readFile(path.join(folder, name), 'utf8'))
  );
  return texts.map((text) => JSON.parse(text));
}

const json = (value) => ({
  status: 200,
  type: 'application/json',
  body: JSON.stringify(value),
});

async function dashboardAt(folder, uid) {
  const found = (await readDashboards(folder)).find((each) => each.uid === uid);
  return found ? json(found) : notFound;
}

async function listOf(folder) {
  const dashboards = await readDashboards(folder);
  return json(
    dashboards.map(({ uid, title, description }) => ({
      uid,
      title,
      description,
    }))
  );
}

async function askPrometheus(url) {
  const response = await fetch(url).catch(({ cause, message }) => {
    throw new Error(`Prometheus: ${cause?.message ?? message}`);
  });
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: Buffer.from(await response.arrayBuffer()),
  };
}

// Read-only: nothing here can change the Prometheus.
async function respondTo(url, { prometheus, dashboards }) {
  const { pathname } = new URL(url, 'http://localhost');
  if (/^\/api\/v1\/(query|query_range|label\/\w+\/values)$/.test(pathname)) {
    return askPrometheus(prometheus.replace(/\/$/, '') + url);
  }
  if (/^\/(d\/[\w-]+)?$/.test(pathname)) {
    const body = await readFile(path.join(here, 'index.html'));
    return { status: 200, type: 'text/html; charset=utf-8', body };
  }
  if (pathname === '/dashboards') return listOf(dashboards);
  const [, uid] = pathname.match(/^\/dashboards\/([\w-]+)$/) ?? [];
  return uid ? dashboardAt(dashboards, uid) : fileAt(pathname);
}

// Resolves to { url, close } once it listens.
export async function serve({ prometheus, dashboards, host, port }) {
  const server = http.createServer(async (request, response) => {
    const { status, type, body } =
      request.method === 'GET'
        ? await respondTo(request.url, { prometheus, dashboards }).catch(
            ({ message }) => ({
              ...notFound,
              status: 502,
              body: `${message}\n`,
            })
          )
        : { ...notFound, status: 405, body: 'GET only\n' };
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  return {
    url: `http://${host}:${server.address().port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

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
  const [, host, port] = values.listen.match(/^(.+):(\d+)$/) ?? [];
  if (!values.prometheus || !host) throw new Error('wrong usage; try --help');
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
