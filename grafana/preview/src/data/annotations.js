// Marks across all charts: [{ name, color, from, to, title, text }].
import { chooseIntervals } from './intervals.js';
import { queryRange } from './prometheus.js';
import { rangeUtil } from '@grafana/data';
import { fillIn } from './template.js';
import { queryValues } from './values.js';

const points = 1000;

const withLabels = (format, metric) =>
  (format ?? '').replace(
    /\{\{\s*(.+?)\s*\}\}/g,
    (_, label) => metric[label] ?? ''
  );

// The times at which a series is above 0, joined as long as none is missing.
function regions(values, step) {
  const joined = [];
  for (const [time, text] of values) {
    if (!(Number(text) > 0)) continue;
    const last = joined.at(-1);
    if (last && time - last.to <= step) last.to = time;
    else joined.push({ from: time, to: time });
  }
  return joined;
}

// Before Grafana 9 a mark had its query among its own keys.
const queryOf = ({ target, expr, step }) => ({
  expr: target?.expr ?? expr,
  interval: target?.interval || step || '60s',
});

async function marksOf(annotation, { range, values }) {
  const { expr, interval } = queryOf(annotation);
  const chosen = chooseIntervals(range, points, interval);
  const least = rangeUtil.intervalToMs(interval);
  const step = Math.max(chosen.step, least) / 1000;
  const series = await queryRange(
    fillIn(expr, queryValues(values, chosen), 'query'),
    range.from.valueOf() / 1000,
    range.to.valueOf() / 1000,
    step
  );
  return series.flatMap(({ metric, values: samples }) =>
    regions(samples, step).map(({ from, to }) => ({
      name: annotation.name,
      color: annotation.iconColor,
      from: from * 1000,
      to: to * 1000,
      title: withLabels(annotation.titleFormat, metric),
      text: withLabels(annotation.textFormat, metric),
    }))
  );
}

export async function loadAnnotations(dashboard, context) {
  const asked = (dashboard.annotations?.list ?? []).filter(
    (annotation) =>
      annotation.enable && queryOf(annotation).expr && !annotation.builtIn
  );
  const marks = await Promise.all(
    asked.map((annotation) => marksOf(annotation, context))
  );
  return marks.flat();
}
