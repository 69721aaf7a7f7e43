// Time ranges as texts: now-6h, milliseconds since 1970, or ISO 8601.
import { dateMath, dateTime } from '@grafana/data';

const parse = (text, roundUp) =>
  /^\d+$/.test(text)
    ? dateTime(Number(text))
    : dateMath.toDateTime(text, { roundUp });

export function resolveRange({ from, to }) {
  const range = {
    from: parse(from, false),
    to: parse(to, true),
    raw: { from, to },
  };
  if (!range.from?.isValid() || !range.to?.isValid()) {
    throw new Error(`"${from}" to "${to}" is not a time range`);
  }
  return range;
}

// A panel may look back differently: timeFrom replaces the start, timeShift
// moves both ends.
export function panelRange(panel, range) {
  let { from, to } = range;
  if (panel.timeFrom) from = dateMath.toDateTime(`now-${panel.timeFrom}`, { now: to.toDate() });
  if (panel.timeShift) {
    const back = (time) =>
      dateMath.toDateTime(`now-${panel.timeShift}`, { now: time.toDate() });
    from = back(from);
    to = back(to);
  }
  return { from, to, raw: { from, to } };
}
