// The templates of dashboards: $name, ${name}, ${name.path}, ${name:format} and
// [[name]], in queries, titles, texts and links.

const all = '$__all';
const pattern =
  /\$\{(\w+)(?:\.([^:}[]+)|(?:\.\w+)?\["?([^\]"]+)"?\])?(?::(\w+))?\}|\$(\w+)|\[\[(\w+)(?::(\w+))?\]\]/g;

const escapeRegex = (text) => text.replace(/[\\^$*+?.()|[\]{}]/g, '\\$&');
// Within a string of PromQL.
const escapeString = (text) => text.replace(/\\/g, '\\\\');

export const isAll = (variable) => variable.selected.includes(all);

// The values that are meant, all of them if all are selected.
export const chosenValues = (variable) =>
  isAll(variable)
    ? variable.options.map(({ value }) => value)
    : variable.selected;

// As Grafana's Prometheus data source writes a variable into a query.
function forQuery(variable) {
  if (isAll(variable) && variable.allValue) return variable.allValue;
  const values = chosenValues(variable);
  if (!variable.multi && !variable.includeAll) return escapeString(values[0]);
  const alternatives = values.map((value) => escapeString(escapeRegex(value)));
  return alternatives.length === 1
    ? alternatives[0]
    : `(${alternatives.join('|')})`;
}

function forUrl(variable) {
  return variable.selected
    .map((value) => `var-${variable.name}=${encodeURIComponent(value)}`)
    .join('&');
}

function forText(variable) {
  return isAll(variable) ? 'All' : variable.selected.join(' + ');
}

const writers = {
  query: forQuery,
  queryparam: forUrl,
  text: forText,
  raw: (variable) => chosenValues(variable).join(','),
  csv: (variable) => chosenValues(variable).join(','),
  pipe: (variable) => chosenValues(variable).join('|'),
  regex: (variable) =>
    isAll(variable) && variable.allValue
      ? variable.allValue
      : `(${chosenValues(variable).map(escapeRegex).join('|')})`,
  percentencode: (variable) =>
    encodeURIComponent(chosenValues(variable).join(',')),
};

// `values` has, by name, a variable, a text, or a function of the path behind
// the name. What is not known stays as it is.
export function fillIn(template, values, defaultFormat) {
  return template.replace(pattern, (whole, ...groups) => {
    const [name1, path, key, format1, name2, name3, format3] = groups;
    const value = values[name1 ?? name2 ?? name3];
    const format = format1 ?? format3;
    if (value === undefined) return whole;
    if (typeof value === 'function') {
      const text = value(path ?? '', key, format) ?? whole;
      return defaultFormat === 'percentencode'
        ? encodeURIComponent(text)
        : text;
    }
    if (typeof value === 'string') {
      return format === 'percentencode' ? encodeURIComponent(value) : value;
    }
    const write = writers[format ?? defaultFormat];
    if (!write) throw new Error(`variable format "${format}" is not known`);
    return write(value);
  });
}
