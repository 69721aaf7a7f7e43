// What the templates of a dashboard are filled in with.
import { formattedValueToString, getFieldDisplayName } from '@grafana/data';
import { durationText } from './intervals.js';
import { fillIn } from './template.js';

const byName = (variables) =>
  Object.fromEntries(variables.map((variable) => [variable.name, variable]));

// `url` is the time range as the address says it: now-6h, or milliseconds.
export function dashboardValues({ range, url, variables }) {
  const from = range.from.valueOf();
  const to = range.to.valueOf();
  const span = to - from;
  const time = (milliseconds) => (path, key, format) =>
    format === 'date'
      ? new Date(milliseconds).toISOString()
      : String(milliseconds);
  return {
    ...byName(variables),
    __from: time(from),
    __to: time(to),
    __range: durationText(Math.round(span / 1000) * 1000),
    __range_s: String(Math.round(span / 1000)),
    __range_ms: String(span),
    __url_time_range: `from=${url.from}&to=${url.to}`,
    __all_variables: variables
      .filter(({ skipUrlSync }) => !skipUrlSync)
      .map((variable) =>
        fillIn(`\${${variable.name}:queryparam}`, { [variable.name]: variable })
      )
      .join('&'),
  };
}

export const queryValues = (values, { step, rate }) => ({
  ...values,
  __interval: durationText(step),
  __interval_ms: String(step),
  __rate_interval: durationText(rate),
  __rate_interval_ms: String(rate),
});

const shown = (field, value) =>
  field.display ? formattedValueToString(field.display(value)) : String(value);

function rowField(frame, data, name) {
  return frame.fields.find(
    (field, index) =>
      getFieldDisplayName(field, frame, data) === name ||
      field.name === name ||
      String(index) === name
  );
}

// Of a link at a value: its row, its field and itself.
export function valueAt({ data, frame, field, rowIndex, calculatedValue }) {
  const raw = calculatedValue?.numeric ?? field?.values[rowIndex ?? 0];
  return {
    __data: (path, key) => {
      const name = key ?? path.replace(/^fields\./, '');
      const other = rowField(frame, data, name);
      return other && shown(other, other.values[rowIndex ?? 0]);
    },
    __field: (path, key) => {
      if (path.startsWith('labels')) {
        return field.labels?.[key ?? path.replace(/^labels\./, '')] ?? '';
      }
      return getFieldDisplayName(field, frame, data);
    },
    __series: () => getFieldDisplayName(field, frame, data),
    __value: (path) =>
      path === 'text' && field ? shown(field, raw) : String(raw),
  };
}
