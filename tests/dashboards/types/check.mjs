// Checks dashboards against the types of Grafana releases.
//
//   node check.mjs FOLDER
//
// Each part of each dashboard becomes a literal of its type. What a release
// does not know is printed, a line each; the exit status is then 1.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const here = path.dirname(fileURLToPath(import.meta.url));
const modules = path.join(here, 'node_modules');
const releases = ['grafana-10', 'grafana-11', 'grafana-12', 'grafana-13'];

// The parts of a dashboard: what it is, its type, its JSON.
function* parts(board) {
  const { panels, templating, annotations, links, ...head } = board;
  yield ['head', 'Head', head];
  const all = panels.flatMap((panel) => [
    panel.type === 'row' ? { ...panel, panels: [] } : panel,
    ...(panel.panels ?? []), // of a folded row
  ]);
  for (const panel of all) {
    const type = JSON.stringify(panel.type);
    yield [`panel ${panel.title}`, `Panels[${type}]`, panel];
  }
  for (const variable of templating.list) {
    yield [`variable ${variable.name}`, 'Variable', variable];
  }
  for (const mark of annotations.list) {
    yield [`annotation ${mark.name}`, 'Annotation', mark];
  }
  for (const link of links) {
    yield [`link ${link.title}`, 'Link', link];
  }
}

// A source, and of each of its lines the part that stands there.
function literals(folder) {
  const lines = [
    "import type { Annotation, Head, Link, Panels, Variable } from './dashboard';",
  ];
  const owners = [''];
  for (const file of fs.readdirSync(folder).sort()) {
    const board = JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8'));
    for (const [name, type, json] of parts(board)) {
      const text = JSON.stringify(json, null, 1).split('\n');
      text[0] = `export const v${lines.length}: ${type} = ${text[0]}`;
      lines.push(...text);
      owners.push(...text.map(() => `${path.parse(file).name}: ${name}`));
    }
  }
  return { source: lines.join('\n'), owners };
}

function* problems(release, { source, owners }) {
  const literalsFile = path.join(here, 'literals.ts');
  const options = {
    baseUrl: here,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    noEmit: true,
    paths: {
      '@grafana/schema': [path.join(modules, release)],
      '@grafana/schema/*': [path.join(modules, release, '*')],
    },
    skipLibCheck: true,
    strict: true,
    target: ts.ScriptTarget.ES2022,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === literalsFile || fileExists(name);
  host.getSourceFile = (name, ...rest) =>
    name === literalsFile
      ? ts.createSourceFile(name, source, ...rest)
      : getSourceFile.call(host, name, ...rest);
  const program = ts.createProgram([literalsFile], options, host);
  for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ');
    let where = diagnostic.file?.fileName ?? '';
    if (where === literalsFile) {
      const { line } = diagnostic.file.getLineAndCharacterOfPosition(
        diagnostic.start
      );
      where = `${owners[line]}: ${source.split('\n')[line].trim()}`;
    }
    yield `${release}: ${where}: ${message}`;
  }
}

const text = literals(process.argv[2]);
let wrong = false;
for (const release of releases) {
  for (const problem of problems(release, text)) {
    console.log(problem);
    wrong = true;
  }
}
process.exitCode = wrong ? 1 : 0;
