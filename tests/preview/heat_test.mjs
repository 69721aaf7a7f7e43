// The colors of a heat map.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  boundsOf,
  labelsThatFit,
  shadeOf,
} from '../../grafana/preview/src/heat.js';

test('spreads the colors between the least and the largest shown', () => {
  const bounds = boundsOf([0, 5, null, 9, 25], 0);
  assert.deepEqual(bounds, { least: 5, most: 25 });
  const shades = [5, 9, 10, 24, 25].map((count) => shadeOf(count, bounds, 4));
  assert.deepEqual(shades, [0, 0, 1, 3, 3]);
});

test('gives equal counts the first color', () => {
  assert.equal(shadeOf(7, boundsOf([7, 7]), 8), 0);
});

test('knows no bounds of nothing', () => {
  assert.equal(boundsOf([0, null], 0), undefined);
});

test('halves the labels of rows until they fit', () => {
  assert.deepEqual(labelsThatFit(5, 200), [0, 1, 2, 3, 4]);
  assert.deepEqual(labelsThatFit(12, 130), [0, 2, 4, 6, 8, 10]);
  assert.deepEqual(labelsThatFit(12, 70), [0, 4, 8]);
  assert.deepEqual(labelsThatFit(12, 59), [0, 11]);
});
