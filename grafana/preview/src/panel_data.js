// From the queries of a panel to the fields that it draws.
import {
  applyFieldOverrides,
  cacheFieldDisplayNames,
  dateMath,
  FieldConfigOptionsRegistry,
  formattedValueToString,
  transformDataFrame,
} from '@grafana/data';
import { lastValueFrom } from 'rxjs';
import { bucketsFrame, seriesFrames, tableFrame } from './frames.js';
import { durationText, queryAt, queryRange } from './prometheus.js';
import { chooseStep } from './step.js';
import { properties } from './supported.js';
import { fillIn } from './template.js';

async function runQuery(target, { interval }, { range, values, width }) {
  const { refId, format, legendFormat } = target;
  const { step, rate } = chooseStep(range, Math.floor(width), {
    least: interval,
  });
  const known = { ...values, __rate_interval: durationText(rate) };
  const expr = fillIn(target.expr, known, 'query');
  if (target.instant) {
    const series = await queryAt(expr, range.to);
    return format === 'table'
      ? [tableFrame(series, refId)]
      : seriesFrames(series, { refId, legendFormat });
  }
  const series = await queryRange(expr, range, step);
  return format === 'heatmap'
    ? [bucketsFrame(series, { refId, step })]
    : seriesFrames(series, { refId, legendFormat, step });
}

// The frames of all queries. Throws an error that names those that failed.
async function runQueries(panel, context) {
  const outcomes = await Promise.allSettled(
    panel.targets.map((target) => runQuery(target, panel, context))
  );
  const problems = outcomes.flatMap(({ reason }, index) =>
    reason ? [`${panel.targets[index].refId}: ${reason.message}`] : []
  );
  if (problems.length > 0) throw new Error(problems.join('; '));
  return outcomes.flatMap(({ value }) => value);
}

const property = (id) => ({
  id,
  name: id,
  path: id.replace(/^custom\./, ''),
  isCustom: id.startsWith('custom.'),
  process: (value) => value,
  shouldApply: () => true,
});

// Each is taken as it is.
const propertiesOf = ({ custom = {} }) =>
  new FieldConfigOptionsRegistry(() => {
    const own = Object.keys(custom).map((key) => `custom.${key}`);
    return [...new Set([...properties, ...own])].map(property);
  });

// JSON has no infinity: the base of thresholds is null there.
const withBase = ({ steps, ...thresholds }) => ({
  ...thresholds,
  steps: steps.map(({ color, value }) => ({
    color,
    value: value ?? -Infinity,
  })),
});

const fieldConfigOf = ({ defaults, overrides }) => ({
  defaults: {
    ...defaults,
    thresholds: defaults.thresholds && withBase(defaults.thresholds),
  },
  overrides: overrides.map(({ matcher, properties }) => ({
    matcher,
    properties: properties.map(({ id, value }) => ({
      id,
      value: id === 'thresholds' ? withBase(value) : value,
    })),
  })),
});

// What a link of a value may refer to: the labels of its series, or the texts
// of the other columns in its row.
function valuesAt({ frame, field, rowIndex }) {
  const labels = Object.entries(field.labels ?? {}).map(([label, text]) => [
    `__field.labels.${label}`,
    text,
  ]);
  const columns = frame.fields.map(({ name, display, values }) => [
    `__data.fields.${name}`,
    formattedValueToString(display(values[rowIndex ?? 0])),
  ]);
  return [...labels, ...columns];
}

// The address of a link has a format, its title does not.
function fillInLink(template, values, place, format) {
  const encode = format ? encodeURIComponent : String;
  const known = { ...values };
  for (const [name, text] of place ? valuesAt(place) : []) {
    known[name] = encode(text);
  }
  return fillIn(template, known, format ? 'address' : 'text');
}

// A panel may look back further, or less, than the page.
const rangeOf = ({ timeFrom }, { from, to }) => ({
  from: timeFrom
    ? dateMath.toDateTime(`now-${timeFrom}`, { now: to.toDate() })
    : from,
  to,
});

// `shown` is what the page shows; `place` has the panel and its values.
export async function loadPanelData({ panel, values }, shown) {
  const range = rangeOf(panel, shown.range);
  const { theme, timeZone, width } = shown;
  const frames = await runQueries(panel, { range, values, width });
  const fieldConfig = fieldConfigOf(panel.fieldConfig);
  const replaceVariables = (text, scoped, format) =>
    fillInLink(text, values, scoped?.__dataContext?.value, format);
  const data = applyFieldOverrides({
    data: await lastValueFrom(
      transformDataFrame(panel.transformations ?? [], frames, {
        interpolate: replaceVariables,
      })
    ),
    fieldConfig,
    fieldConfigRegistry: propertiesOf(fieldConfig.defaults),
    replaceVariables,
    theme,
    timeZone,
  });
  cacheFieldDisplayNames(data);
  return { frames: data, fieldConfig, replaceVariables, range };
}
