// Where panels are: Grafana's grid of 24 columns, with rows repeated for the
// values of a variable. A folded row hides its panels.
import { chosenValues } from './template.js';

const columns = 24;
const cellHeight = 30;
const gap = 8;

const bottomOf = ({ gridPos: { y, h } }) => y + h;

const movedBy = (panel, by) => ({
  ...panel,
  gridPos: { ...panel.gridPos, y: panel.gridPos.y + by },
});

// With all rows open: the panels of a folded row come below it, and what is
// there moves down.
export function unfold(panels) {
  let down = 0;
  return panels.flatMap((panel) => {
    const moved = movedBy(panel, down);
    if (!moved.collapsed || moved.panels.length === 0) return [moved];
    const first = Math.min(...moved.panels.map(({ gridPos: { y } }) => y));
    const inside = moved.panels.map((one) =>
      movedBy(one, bottomOf(moved) - first)
    );
    down += Math.max(...inside.map(bottomOf)) - bottomOf(moved);
    return [{ ...moved, collapsed: false, panels: [] }, ...inside];
  });
}

// A row and the panels up to the next one.
function sectionsOf(panels) {
  const sections = [[]];
  for (const panel of panels) {
    if (panel.type === 'row') sections.push([]);
    sections.at(-1).push(panel);
  }
  return sections;
}

// The values for each repetition of a section, with a single one chosen.
function repetitions([{ repeat } = {}], values) {
  if (!repeat) return [values];
  const variable = values[repeat];
  return chosenValues(variable).map((value) => ({
    ...values,
    [repeat]: { ...variable, selected: [value] },
  }));
}

// Gives { key, panel, values, x, y, w, h } in cells, from top to bottom.
export function placeAll(panels, values) {
  const places = [];
  let down = 0;
  for (const section of sectionsOf(panels)) {
    const tops = section.map(({ gridPos: { y } }) => y);
    const bottoms = section.map(bottomOf);
    const height = Math.max(...bottoms) - Math.min(...tops);
    const repeated = repetitions(section, values);
    repeated.forEach((own, index) => {
      for (const panel of section) {
        const { x, y, w, h } = panel.gridPos;
        const key = `${panel.id}/${index}`;
        const top = y + down + index * height;
        places.push({ key, panel, values: own, x, y: top, w, h });
      }
    });
    down += (repeated.length - 1) * height;
  }
  return places;
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
