// Marks across all charts: [{ color, from, to }], in milliseconds.
import { durationText, queryRange } from './prometheus.js';
import { chooseStep } from './step.js';
import { fillIn } from './template.js';

// The times at which a series is above 0, joined as long as none is missing.
function spans(values, step) {
  const joined = [];
  for (const [time, text] of values) {
    if (!(Number(text) > 0)) continue;
    const now = time * 1000;
    const last = joined.at(-1);
    if (last && now - last.to <= step) last.to = now;
    else joined.push({ from: now, to: now });
  }
  return joined;
}

async function marksOf({ iconColor, target }, range, values) {
  // One point per pixel of the window, as Grafana asks for.
  const { step, rate } = chooseStep(range, window.innerWidth, {
    minStep: target.interval,
  });
  const known = { ...values, __rate_interval: durationText(rate) };
  const expr = fillIn(target.expr, known, 'query');
  const series = await queryRange(expr, range, step);
  return series.flatMap((one) =>
    spans(one.values, step).map((span) => ({ color: iconColor, ...span }))
  );
}

export async function loadAnnotations({ annotations }, range, values) {
  const marks = await Promise.all(
    annotations.list.map((annotation) => marksOf(annotation, range, values))
  );
  return marks.flat();
}
