// Time ranges as texts: now-6h, milliseconds since 1970, or ISO 8601.
import { dateMath, dateTime } from '@grafana/data';

const parse = (text, options) =>
  /^\d+$/.test(text)
    ? dateTime(Number(text))
    : dateMath.toDateTime(text, options);

const isRelative = (text) => text.startsWith('now');

// A start like now-6h counts back from the end, also from one in the past.
export function resolveRange(raw) {
  const to = parse(raw.to, { roundUp: true });
  const from = to?.isValid() && parse(raw.from, { now: to.toDate() });
  if (!from?.isValid() || !from.isBefore(to)) {
    throw new Error(`"${raw.from}" to "${raw.to}" is not a time range`);
  }
  return { from, to, raw: isRelative(raw.to) ? raw : { from, to } };
}

// A panel may look back differently: timeFrom replaces the start, timeShift
// moves both ends.
export function panelRange(panel, range) {
  let { from, to } = range;
  const back = (time, span) =>
    dateMath.toDateTime(`now-${span}`, { now: time.toDate() });
  if (panel.timeFrom) from = back(to, panel.timeFrom);
  if (panel.timeShift) {
    from = back(from, panel.timeShift);
    to = back(to, panel.timeShift);
  }
  return { from, to, raw: { from, to } };
}
