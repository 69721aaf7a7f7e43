// Where panels are when rows are repeated.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  inPixels,
  placeAll,
  unfold,
} from '../../grafana/preview/src/layout.js';

const values = {
  server: { selected: ['$__all'], options: ['s1', 's2', 's3'] },
};

const panel = (id, x, y, w, h) => ({
  id,
  type: 'stat',
  gridPos: { x, y, w, h },
});

const row = (id, y, more = {}) => ({
  id,
  type: 'row',
  gridPos: { x: 0, y, w: 24, h: 1 },
  ...more,
});

const places = (panels) =>
  placeAll(panels, values).map(({ panel: { id }, values, x, y, w, h }) => [
    id,
    values.server.selected.join(),
    ...[x, y, w, h],
  ]);

test('leaves panels where they are', () => {
  const panels = [panel(1, 0, 0, 12, 4), row(2, 4), panel(3, 12, 5, 12, 4)];
  assert.deepEqual(places(panels), [
    [1, '$__all', 0, 0, 12, 4],
    [2, '$__all', 0, 4, 24, 1],
    [3, '$__all', 12, 5, 12, 4],
  ]);
});

test('repeats a row with its panels, and moves what is below', () => {
  const panels = [
    panel(1, 0, 0, 24, 2),
    row(2, 2, { repeat: 'server' }),
    panel(3, 6, 3, 6, 4),
    row(4, 7),
  ];
  assert.deepEqual(places(panels), [
    [1, '$__all', 0, 0, 24, 2],
    [2, 's1', 0, 2, 24, 1],
    [3, 's1', 6, 3, 6, 4],
    [2, 's2', 0, 7, 24, 1],
    [3, 's2', 6, 8, 6, 4],
    [2, 's3', 0, 12, 24, 1],
    [3, 's3', 6, 13, 6, 4],
    [4, '$__all', 0, 17, 24, 1],
  ]);
});

const folded = [
  panel(1, 0, 0, 24, 2),
  row(2, 2, {
    repeat: 'server',
    collapsed: true,
    panels: [panel(3, 0, 3, 12, 4), panel(4, 12, 5, 12, 4)],
  }),
  row(5, 3, { collapsed: true, panels: [panel(6, 0, 4, 24, 3)] }),
  row(7, 4),
];

test('hides the panels of a folded row', () => {
  assert.deepEqual(places(folded), [
    [1, '$__all', 0, 0, 24, 2],
    [2, 's1', 0, 2, 24, 1],
    [2, 's2', 0, 3, 24, 1],
    [2, 's3', 0, 4, 24, 1],
    [5, '$__all', 0, 5, 24, 1],
    [7, '$__all', 0, 6, 24, 1],
  ]);
});

test('opens folded rows, and moves what is below', () => {
  const moved = unfold(folded).map(({ id, collapsed, gridPos: { y, h } }) => [
    ...[id, Boolean(collapsed), y, h],
  ]);
  assert.deepEqual(moved, [
    [1, false, 0, 2],
    [2, false, 2, 1],
    [3, false, 3, 4],
    [4, false, 5, 4],
    [5, false, 9, 1],
    [6, false, 10, 3],
    [7, false, 13, 1],
  ]);
});

test('gives every place a key of its own', () => {
  const panels = [row(1, 0, { repeat: 'server' }), panel(2, 0, 1, 24, 4)];
  const keys = placeAll(panels, values).map(({ key }) => key);
  assert.equal(new Set(keys).size, 6);
});

test('counts in cells of Grafana', () => {
  const box = { x: 12, y: 2, w: 12, h: 4 };
  assert.deepEqual(inPixels(box, 1600), {
    left: 804,
    top: 76,
    width: 796,
    height: 144,
  });
});
