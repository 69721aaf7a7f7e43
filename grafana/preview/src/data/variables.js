// The variables of a dashboard: what each offers, and what is selected.
import { labelValues, queryAt } from './prometheus.js';
import { fillIn } from './template.js';

const all = '$__all';

const option = (value) => ({ text: value, value });

// /pattern/flags or a pattern; its first group is what counts.
function applyRegex(texts, regex) {
  if (!regex) return texts;
  const [, body, flags] = regex.match(/^\/(.*)\/([a-z]*)$/) ?? [
    null,
    regex,
    '',
  ];
  const pattern = new RegExp(body, flags.replace('g', ''));
  return texts.flatMap((text) => {
    const match = text.match(pattern);
    return match ? [match[1] ?? match[0]] : [];
  });
}

// Grafana's numbers: odd ascending, even descending; 3 and 4 by number.
function sorted(texts, sort) {
  if (!sort) return texts;
  const number = (text) => Number(text.match(/\d+/)?.[0] ?? -1);
  const compare =
    sort === 3 || sort === 4
      ? (a, b) => number(a) - number(b)
      : (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  const ascending = [...texts].sort(compare);
  return sort % 2 === 1 ? ascending : ascending.reverse();
}

const seriesText = ({ metric, values: [[time, value]] }) => {
  const { __name__: name = '', ...labels } = metric;
  const inner = Object.entries(labels).map(([key, text]) => `${key}="${text}"`);
  return `${name}{${inner.join(',')}} ${value} ${time * 1000}`;
};

async function queryTexts(definition, { from, to }) {
  const labels = definition.match(
    /^label_values\((?:(.+),\s*)?([a-zA-Z_]\w*)\)\s*$/
  );
  if (labels) return labelValues(labels[2], labels[1], from, to);
  const result = definition.match(/^query_result\((.+)\)\s*$/);
  if (result) return (await queryAt(result[1], to)).map(seriesText);
  throw new Error(`variable query "${definition}" is not supported`);
}

async function offered(declared, known, range) {
  switch (declared.type) {
    case 'datasource':
      return [{ text: 'Prometheus', value: 'prometheus' }];
    case 'constant':
    case 'textbox':
      return [option(String(declared.query ?? ''))];
    case 'custom':
    case 'interval':
      return String(declared.query)
        .split(',')
        .map((text) => {
          const [, label, value] = text.match(/^(.*?)\s+:\s+(.*)$/) ?? [];
          return value === undefined
            ? option(text.trim())
            : { text: label.trim(), value: value.trim() };
        });
    case 'query': {
      const text =
        declared.query?.query ?? declared.query ?? declared.definition;
      const texts = await queryTexts(fillIn(text, known, 'query'), range);
      const matching = applyRegex(texts, declared.regex);
      return sorted([...new Set(matching)], declared.sort).map(option);
    }
    default:
      throw new Error(`variable type "${declared.type}" is not supported`);
  }
}

// From the address, else as the dashboard has it, else all or the first.
function selection(declared, options, wanted) {
  const offers = (value) =>
    (value === all && declared.includeAll) ||
    options.some((each) => each.value === value);
  if (wanted.length > 0) {
    const named = wanted.map((value) => (value === 'All' ? all : value));
    return declared.multi ? named : named.slice(0, 1);
  }
  const current = [declared.current?.value ?? []].flat().filter(offers);
  if (current.length > 0) return current;
  return declared.includeAll ? [all] : [options[0]?.value ?? ''];
}

// `wanted` gives the values that the address has for a name. Later variables
// may name earlier ones.
export async function loadVariables(dashboard, range, wanted) {
  const known = {};
  const span = {
    from: range.from.valueOf() / 1000,
    to: range.to.valueOf() / 1000,
  };
  for (const declared of dashboard.templating?.list ?? []) {
    const options = await offered(declared, known, span);
    const selected =
      declared.type === 'datasource'
        ? [options[0].value]
        : selection(declared, options, wanted(declared.name));
    known[declared.name] = { ...declared, options, selected };
  }
  return Object.values(known);
}
