// Query results as Grafana's data frames.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bundled } from './bundled.mjs';

const { bucketsFrame, seriesFrames, tableFrame } = await bundled('frames.js');

const columns = (frame) => frame.fields.map(({ name }) => name);

test('names series by their labels', () => {
  const series = [
    { metric: { a: 'one', b: 'two' }, values: [[1, '2']] },
    { metric: { a: 'three' }, values: [[1, '2']] },
  ];
  const legendFormat = '{{a}}, {{ b }}';
  const frames = seriesFrames(series, { refId: 'A', legendFormat });
  assert.deepEqual(
    frames.map(({ fields }) => fields[1].config.displayNameFromDS),
    ['one, two', 'three, ']
  );
});

test('orders the columns of a table as its series bring them', () => {
  const frame = tableFrame(
    [
      { metric: { z: '1', b: '2' }, values: [[1, '3']] },
      { metric: { c: '4', a: '5' }, values: [[1, '6']] },
    ],
    'B'
  );
  assert.deepEqual(columns(frame), ['Time', 'b', 'z', 'a', 'c', 'Value #B']);
  assert.deepEqual([...frame.fields[1].values], ['2', '']);
});

test('takes cumulative buckets apart, and leaves gaps', () => {
  const bucket = (le, ...values) => ({ metric: { le }, values });
  const frame = bucketsFrame(
    [
      bucket('+Inf', [1, '9'], [2, '9']),
      bucket('5', [1, '4'], [2, '9']),
      bucket('1', [2, '3']),
    ],
    { refId: 'C', step: 1000 }
  );
  assert.deepEqual(columns(frame), ['Time', '1', '5', '+Inf']);
  const counts = frame.fields.slice(1).map(({ values }) => [...values]);
  assert.deepEqual(counts, [
    [null, 3],
    [4, 6],
    [5, 0],
  ]);
});
