// The variables of a dashboard: what each offers, and what is selected.
import { labelValues } from './prometheus.js';
import { all, fillIn } from './template.js';

// In alphabetical order, as Prometheus gives them.
async function offered({ type, query }, known, range) {
  if (type === 'datasource') return ['Prometheus'];
  const [, selector, label] = query.query.match(
    /^label_values\((.+), (\w+)\)$/
  );
  return labelValues(label, fillIn(selector, known, 'query'), range);
}

function selection({ multi, includeAll }, options, wanted) {
  if (wanted.length > 0) return multi ? wanted : wanted.slice(0, 1);
  return includeAll ? [all] : [options[0] ?? ''];
}

// By name. `wanted` returns the values that the address has for one. Later
// variables may refer to earlier ones.
export async function loadVariables(dashboard, range, wanted) {
  const known = {};
  for (const declared of dashboard.templating.list) {
    const { name } = declared;
    const options = await offered(declared, known, range);
    const selected = selection(declared, options, wanted(name));
    known[name] = { ...declared, options, selected };
  }
  return known;
}
