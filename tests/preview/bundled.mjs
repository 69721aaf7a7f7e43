// What a file of the preview exports, for tests without a browser.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from '../../grafana/preview/node_modules/esbuild/lib/main.js';

const source = new URL('../../grafana/preview/src/', import.meta.url);

// Bundled, as Node.js cannot import @grafana/data as it is.
export async function bundled(file) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(file, source))],
    bundle: true,
    format: 'cjs',
    platform: 'node',
    write: false,
  });
  const module = { exports: {} };
  new Function('module', 'exports', 'require', outputFiles[0].text)(
    module,
    module.exports,
    createRequire(import.meta.url)
  );
  return module.exports;
}
