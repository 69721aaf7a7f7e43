// The texts of dashboards, in which $name and ${name} are replaced by a value:
// - a variable, in the addresses of links as ${name:queryparam};
// - $__rate_interval and $__range in queries, ${__url_time_range} in links;
// - ${__data.fields.NAME} and ${__field.labels.NAME} in the links of a value.
export const all = '$__all';

const pattern = /\$(?:([A-Za-z_]\w*)|\{([^}:]+)(?::(\w+))?\})/g;
const builtIn =
  /^__(all|rate_interval|range|url_time_range|data\.fields\.\w+|field\.labels\.\w+)$/;

// The names that a dashboard must have variables for.
export const namesIn = (text) =>
  [...text.matchAll(/\$(?:([A-Za-z_]\w*)|\{([^}]+)\})/g)]
    .map(([, plain, braced]) => plain ?? braced.replace(/:queryparam$/, ''))
    .filter((name) => !builtIn.test(name));

const isAll = ({ selected }) => selected.includes(all);

// The selected values: every one if all are selected.
export const chosenValues = (variable) =>
  isAll(variable) ? variable.options : variable.selected;

const escapeRegex = (text) => text.replace(/[\\^$*+?.()|[\]{}]/g, '\\$&');
// Within a string of PromQL.
const escapeString = (text) => text.replace(/\\/g, '\\\\');

const writers = {
  // As Grafana's Prometheus data source writes a variable.
  query(variable) {
    if (isAll(variable)) return variable.allValue;
    const { multi, selected } = variable;
    if (!multi) return escapeString(selected[0]);
    const values = selected.map((value) => escapeString(escapeRegex(value)));
    return values.length === 1 ? values[0] : `(${values.join('|')})`;
  },
  queryparam: ({ name, selected }) =>
    selected
      .map((value) => `var-${name}=${encodeURIComponent(value)}`)
      .join('&'),
  text: (variable) => (isAll(variable) ? 'All' : variable.selected.join(' + ')),
};

// `values` has, by name, a variable or a literal text. `purpose` is query or
// text; a link only refers to variables by ${name:queryparam}.
export const fillIn = (template, values, purpose) =>
  template.replace(pattern, (whole, plain, braced, format) => {
    const value = values[plain ?? braced];
    if (typeof value === 'string') return value;
    const write = writers[format ?? purpose];
    if (!value || !write) throw new Error(`${whole} is not supported here`);
    return write(value);
  });
