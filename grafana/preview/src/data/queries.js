// Runs the queries of a panel.
import { bucketsFrame, seriesFrames, tableFrame } from './frames.js';
import { chooseIntervals } from './intervals.js';
import { queryAt, queryRange } from './prometheus.js';
import { fillIn } from './template.js';
import { queryValues } from './values.js';

const seconds = (time) => time.valueOf() / 1000;

function checkDataSource(target, panel) {
  const source = target.datasource ?? panel.datasource;
  if (source?.type && source.type !== 'prometheus') {
    throw new Error(`data source type "${source.type}" is not supported`);
  }
}

async function runTarget(target, panel, { range, values, points, isOnly }) {
  checkDataSource(target, panel);
  const fill = (text) => fillIn(text, values, 'query');
  const interval = fill(target.interval || panel.interval || '');
  const chosen = chooseIntervals(range, points, interval.replace(/^[<>]/, ''));
  const expr = fillIn(target.expr ?? '', queryValues(values, chosen), 'query');
  const legendFormat = fillIn(target.legendFormat ?? '', values, 'text');
  const { refId, format } = target;
  const isInstant = target.instant && !target.range;
  const step = chosen.step;
  const series = isInstant
    ? await queryAt(expr, seconds(range.to))
    : await queryRange(
        expr,
        seconds(range.from),
        seconds(range.to),
        step / 1000
      );
  if (format === 'table') return [tableFrame(series, { refId, isOnly })];
  if (format === 'heatmap') return [bucketsFrame(series, { refId, step })];
  return seriesFrames(series, {
    refId,
    legendFormat,
    expr,
    step: isInstant ? undefined : step,
  });
}

// The frames of all queries, and what went wrong with the others.
export async function runQueries(panel, { range, values, width }) {
  const targets = (panel.targets ?? []).filter(({ hide }) => !hide);
  const tables = targets.filter(({ format }) => format === 'table');
  const outcomes = await Promise.allSettled(
    targets.map((target) =>
      runTarget(target, panel, {
        range,
        values,
        points: panel.maxDataPoints ?? Math.floor(width),
        isOnly: tables.length === 1,
      })
    )
  );
  return {
    frames: outcomes.flatMap(({ value }) => value ?? []),
    problems: outcomes.flatMap(({ reason }, index) =>
      reason ? [`${targets[index].refId}: ${reason.message}`] : []
    ),
  };
}
