// Steps of range queries, as Grafana's Prometheus data source chooses them.
import { rangeUtil } from '@grafana/data';

// What Grafana takes for the interval of scrapes unless told otherwise.
const scrapeInterval = '15s';
const mostPoints = 11000;

// A duration of PromQL: 90000 is 90s.
export const durationText = (milliseconds) =>
  milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;

// In milliseconds: the step for `points` points of a panel whose step is at
// least `interval`, and what a rate must look back to see enough samples.
export function chooseIntervals(range, points, interval) {
  const lowest = rangeUtil.intervalToMs(interval || scrapeInterval);
  const chosen = rangeUtil.calculateInterval(
    range,
    points,
    durationText(lowest)
  );
  const span = range.to.valueOf() - range.from.valueOf();
  const step = Math.max(chosen.intervalMs, Math.ceil(span / mostPoints));
  return { step, rate: Math.max(step + lowest, 4 * lowest) };
}
