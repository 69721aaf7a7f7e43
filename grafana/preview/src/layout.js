// Where panels stand: Grafana's grid of 24 columns, with rows and panels
// repeated for the values of a variable.
import { chosenValues } from './data/template.js';

const columns = 24;
const cellHeight = 30;
const gap = 8;
const mostPerRow = 4;

// A row and the panels up to the next one.
function sectionsOf(panels) {
  const sections = [{ row: null, panels: [] }];
  for (const panel of panels) {
    if (panel.type !== 'row') sections.at(-1).panels.push(panel);
    else sections.push({ row: panel, panels: [...(panel.panels ?? [])] });
  }
  return sections;
}

// One set of known values per repetition, each with a single value chosen.
function repetitions(name, known) {
  const variable = known[name];
  if (!variable?.options) return [known];
  return chosenValues(variable).map((value) => ({
    ...known,
    [name]: { ...variable, selected: [value] },
  }));
}

const byPlace = ({ gridPos: a }, { gridPos: b }) => a.y - b.y || a.x - b.x;

// A panel repeated, each copy with its place, beside or below each other.
function copies(panel, known) {
  const { x, y, w, h } = panel.gridPos;
  const repeated = repetitions(panel.repeat, known);
  const isVertical = panel.repeatDirection === 'v';
  const perRow = isVertical
    ? 1
    : Math.min(repeated.length, panel.maxPerRow ?? mostPerRow);
  const width = isVertical ? w : columns / perRow;
  return repeated.map((values, index) => ({
    panel,
    values,
    x: isVertical ? x : (index % perRow) * width,
    y: y + Math.floor(index / perRow) * h,
    w: width,
    h,
  }));
}

// The panels of a section in its own rows, moved down by what was repeated.
function placed(panels, known) {
  const places = [];
  const grown = [];
  for (const panel of [...panels].sort(byPlace)) {
    const { x, y, w, h } = panel.gridPos;
    const down = grown
      .filter(({ bottom }) => y >= bottom)
      .reduce((sum, { by }) => sum + by, 0);
    const set = panel.repeat
      ? copies(panel, known)
      : [{ panel, values: known, x, y, w, h }];
    places.push(...set.map((place) => ({ ...place, y: place.y + down })));
    const by = Math.max(0, ...set.map((place) => place.y - y));
    if (by > 0) grown.push({ bottom: y + h, by });
  }
  return places;
}

// `isOpen` tells of a row, by key, whether its panels are shown. Gives
// { key, panel, values, x, y, w, h } in cells, from top to bottom.
export function placeAll(panels, known, isOpen) {
  const all = [];
  let top = 0;
  const add = (place) => {
    const { panel, values } = place;
    const value = panel.repeat && values[panel.repeat]?.selected.join();
    all.push({
      key: `${place.prefix ?? ''}${panel.id}/${value ?? ''}`,
      ...place,
    });
  };
  for (const { row, panels: inner } of sectionsOf(panels)) {
    for (const values of row ? repetitions(row.repeat, known) : [known]) {
      let prefix = '';
      if (row) {
        add({ panel: row, values, x: 0, y: top, w: columns, h: 1 });
        prefix = `${all.at(-1).key}/`;
        top += 1;
        if (!isOpen(row, all.at(-1).key)) continue;
      }
      const places = placed(inner, values);
      const first = Math.min(...places.map(({ y }) => y));
      for (const place of places) {
        add({ ...place, prefix, y: top + place.y - first });
      }
      top += Math.max(0, ...places.map(({ y, h }) => y + h - first));
    }
  }
  return all;
}

// In pixels of a page that wide.
export function inPixels({ x, y, w, h }, pageWidth) {
  const column = (pageWidth - gap * (columns - 1)) / columns;
  return {
    left: Math.round(x * (column + gap)),
    top: y * (cellHeight + gap),
    width: Math.round(w * (column + gap) - gap),
    height: h * (cellHeight + gap) - gap,
  };
}
