// Steps and windows as Grafana computes them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bundled } from './bundled.mjs';

const { chooseStep } = await bundled('step.js');

const hours = (count) => ({ from: 0, to: count * 3600_000 });
const seconds = ({ step, rate }) =>
  [step, rate].map((milliseconds) => milliseconds / 1000);

test('takes the interval of scrapes for short ranges', () => {
  assert.deepEqual(seconds(chooseStep(hours(1), 1000)), [15, 60]);
});

test('rounds steps as Grafana does', () => {
  // 21.6 s, 25.9 s, 86.4 s and 604.8 s.
  assert.deepEqual(seconds(chooseStep(hours(6), 1000)), [20, 60]);
  assert.deepEqual(seconds(chooseStep(hours(6), 833)), [30, 60]);
  assert.deepEqual(seconds(chooseStep(hours(24), 1000)), [60, 75]);
  assert.deepEqual(seconds(chooseStep(hours(168), 1000)), [600, 615]);
});

test('does not take the interval of a panel for that of scrapes', () => {
  const chosen = chooseStep(hours(6), 1000, { least: '5m' });
  assert.deepEqual(seconds(chosen), [300, 315]);
});

test('takes the minimum step of a query for that of scrapes', () => {
  const chosen = chooseStep(hours(6), 1000, { minStep: '60s' });
  assert.deepEqual(seconds(chosen), [60, 240]);
});

test('never asks for more points than Prometheus gives', () => {
  const chosen = chooseStep(hours(24 * 7), 1e6, { minStep: '1s' });
  assert.deepEqual(seconds(chosen), [60, 16]);
});
