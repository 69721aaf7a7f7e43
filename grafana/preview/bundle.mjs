// Bundles the page into dist/.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));

// Grafana's styles refer to font files that only its server has.
const fontsFromPackages = {
  name: 'fonts-from-packages',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/fonts\.mjs$/ }, ({ importer }) =>
      importer.endsWith('/GlobalStyles.mjs')
        ? { path: `${here}src/fonts.js` }
        : undefined
    );
  },
};

export async function bundle() {
  await build({
    absWorkingDir: here,
    entryPoints: { page: 'src/main.jsx' },
    outdir: 'dist',
    bundle: true,
    minify: true,
    format: 'iife',
    jsx: 'automatic',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.woff': 'file', '.woff2': 'file' },
    alias: {
      '@grafana/faro-web-sdk': './src/absent.js',
      'monaco-editor': './src/absent.js',
    },
    plugins: [fontsFromPackages],
    logLevel: 'error',
  });
}
