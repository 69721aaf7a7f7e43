// Where panels stand when rows and panels are repeated.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inPixels, placeAll } from '../../grafana/preview/src/layout.js';

const known = {
  server: {
    name: 'server',
    selected: ['$__all'],
    options: ['s1', 's2', 's3'].map((value) => ({ value })),
  },
};

const panel = (id, x, y, w, h, more = {}) => ({
  id,
  type: 'stat',
  gridPos: { x, y, w, h },
  ...more,
});

const row = (id, y, more = {}) => ({
  id,
  type: 'row',
  gridPos: { x: 0, y, w: 24, h: 1 },
  ...more,
});

const places = (panels, isOpen = ({ collapsed }) => !collapsed) =>
  placeAll(panels, known, isOpen).map(
    ({ panel: { id }, values, x, y, w, h }) => [
      id,
      values.server.selected.join(),
      ...[x, y, w, h],
    ]
  );

test('leaves panels where they are', () => {
  assert.deepEqual(places([panel(1, 0, 0, 12, 4), panel(2, 12, 0, 12, 4)]), [
    [1, '$__all', 0, 0, 12, 4],
    [2, '$__all', 12, 0, 12, 4],
  ]);
});

test('repeats a row with its panels, one set below the other', () => {
  const panels = [
    panel(1, 0, 0, 24, 2),
    row(2, 2, { repeat: 'server' }),
    panel(3, 6, 3, 6, 4),
  ];
  assert.deepEqual(places(panels), [
    [1, '$__all', 0, 0, 24, 2],
    [2, 's1', 0, 2, 24, 1],
    [3, 's1', 6, 3, 6, 4],
    [2, 's2', 0, 7, 24, 1],
    [3, 's2', 6, 8, 6, 4],
    [2, 's3', 0, 12, 24, 1],
    [3, 's3', 6, 13, 6, 4],
  ]);
});

test('repeats a panel beside itself, and moves what is below', () => {
  const repeated = panel(1, 0, 0, 24, 3, { repeat: 'server', maxPerRow: 2 });
  assert.deepEqual(places([repeated, panel(2, 0, 3, 24, 5)]), [
    [1, 's1', 0, 0, 12, 3],
    [1, 's2', 12, 0, 12, 3],
    [1, 's3', 0, 3, 12, 3],
    [2, '$__all', 0, 6, 24, 5],
  ]);
});

test('repeats a panel downwards', () => {
  const repeated = panel(1, 4, 0, 8, 3, {
    repeat: 'server',
    repeatDirection: 'v',
  });
  assert.deepEqual(places([repeated]), [
    [1, 's1', 4, 0, 8, 3],
    [1, 's2', 4, 3, 8, 3],
    [1, 's3', 4, 6, 8, 3],
  ]);
});

test('closes a row over its panels', () => {
  const closed = row(1, 0, {
    collapsed: true,
    panels: [panel(2, 0, 1, 24, 4)],
  });
  const next = [row(3, 1), panel(4, 0, 2, 24, 4)];
  assert.deepEqual(places([closed, ...next]), [
    [1, '$__all', 0, 0, 24, 1],
    [3, '$__all', 0, 1, 24, 1],
    [4, '$__all', 0, 2, 24, 4],
  ]);
  assert.equal(places([closed, ...next], () => true).length, 4);
});

test('gives every place a key of its own', () => {
  const panels = [row(1, 0, { repeat: 'server' }), panel(2, 0, 1, 24, 4)];
  const keys = placeAll(panels, known, () => true).map(({ key }) => key);
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
