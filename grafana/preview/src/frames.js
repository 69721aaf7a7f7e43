// Query results of Prometheus as Grafana's data frames.
import { createDataFrame, FieldType } from '@grafana/data';

const toNumber = (text) =>
  text === '+Inf' ? Infinity : text === '-Inf' ? -Infinity : Number(text);

// Prometheus adds up in no fixed order, so that the last digits of a sum vary
// from query to query.
const withoutNoise = (value) => Number(value.toPrecision(12));

const milliseconds = (seconds) => Math.round(seconds * 1000);

const seriesName = (legendFormat, metric) =>
  legendFormat.replace(
    /\{\{\s*(.+?)\s*\}\}/g,
    (_, label) => metric[label] ?? ''
  );

const timeField = (values, step) => ({
  name: 'Time',
  type: FieldType.time,
  config: step ? { interval: step } : {},
  values,
});

// A frame per series.
export function seriesFrames(series, { refId, legendFormat, step }) {
  return series.map(({ metric, values }) => {
    const name = seriesName(legendFormat, metric);
    return createDataFrame({
      refId,
      name,
      fields: [
        timeField(
          values.map(([time]) => milliseconds(time)),
          step
        ),
        {
          name: 'Value',
          type: FieldType.number,
          labels: metric,
          config: { displayNameFromDS: name },
          values: values.map(([, text]) => toNumber(text)),
        },
      ],
    });
  });
}

// One frame with a column per label and a row per sample.
export function tableFrame(series, refId) {
  const labels = [
    ...new Set(series.flatMap(({ metric }) => Object.keys(metric).sort())),
  ];
  const rows = series.flatMap(({ metric, values }) =>
    values.map(([time, text]) => ({ metric, time, text }))
  );
  return createDataFrame({
    refId,
    fields: [
      timeField(rows.map(({ time }) => milliseconds(time))),
      ...labels.map((label) => ({
        name: label,
        type: FieldType.string,
        config: {},
        values: rows.map(({ metric }) => metric[label] ?? ''),
      })),
      {
        name: `Value #${refId}`,
        type: FieldType.number,
        config: {},
        values: rows.map(({ text }) => toNumber(text)),
      },
    ],
  });
}

// One frame with a column per bucket, lowest first; the cumulative counts of
// `le` are taken apart.
export function bucketsFrame(series, { refId, step }) {
  const bound = ({ metric }) => toNumber(metric.le ?? '+Inf');
  const buckets = [...series].sort((a, b) => bound(a) - bound(b));
  const times = [
    ...new Set(buckets.flatMap(({ values }) => values.map(([time]) => time))),
  ].sort((a, b) => a - b);
  const counts = buckets.map(({ values }) => {
    const byTime = new Map(
      values.map(([time, text]) => [time, toNumber(text)])
    );
    return times.map((time) => byTime.get(time) ?? null);
  });
  return createDataFrame({
    refId,
    fields: [
      timeField(times.map(milliseconds), step),
      ...buckets.map(({ metric }, index) => ({
        name: metric.le ?? '+Inf',
        type: FieldType.number,
        config: {},
        values: counts[index].map((count, row) =>
          count === null
            ? null
            : Math.max(
                0,
                withoutNoise(
                  count - (index > 0 ? (counts[index - 1][row] ?? 0) : 0)
                )
              )
        ),
      })),
    ],
  });
}
