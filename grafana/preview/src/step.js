// How Grafana's Prometheus data source chooses steps and windows.
import { rangeUtil } from '@grafana/data';

// Grafana's default for the interval of scrapes.
const scrapeInterval = '15s';
// Prometheus refuses more points.
const mostPoints = 11000;

// In milliseconds; `step` is $__interval, too, and `rate` is $__rate_interval.
// `least` is the minimum interval of the panel. `minStep`, that of the query,
// replaces it, and also the interval of scrapes in windows of rates.
export function chooseStep(range, points, { least, minStep } = {}) {
  const every = (count, atLeast) =>
    rangeUtil.calculateInterval(range, count, atLeast).intervalMs;
  const interval = every(points, least ?? scrapeInterval);
  const step = Math.max(
    minStep ? every(points, minStep) : interval,
    every(mostPoints)
  );
  const scrape = rangeUtil.intervalToMs(minStep ?? scrapeInterval);
  return { step, rate: Math.max(interval + scrape, 4 * scrape) };
}
