// A heat map like Grafana's, which is not among its published components.
import {
  FieldType,
  formattedValueToString,
  getFieldDisplayName,
  getValueFormat,
  outerJoinDataFrames,
} from '@grafana/data';
import * as d3 from 'd3';
import { boundsOf, labelsThatFit, shadeOf } from '../heat.js';

const axisHeight = 20;
const legendHeight = 26;
const legendWidth = 200;
const leastTickGap = 90;

// Stronger colors for larger values, in the dark and in the light theme.
const paletteOf = ({ steps }, { isDark }) =>
  d3
    .range(steps)
    .map((step) => step / (steps - 1))
    .map((share) => d3.interpolateOranges(isDark ? 1 - share : share));

const format = (unit, decimals) => {
  const write = getValueFormat(unit);
  return (value) => formattedValueToString(write(value, decimals));
};

// A bucket is identified by its upper bound, other rows by a name.
const isBound = (name) => name === '+Inf' || !Number.isNaN(Number(name));

// Grafana does not format infinity.
const boundText = (name, write) =>
  name === '+Inf' ? name : write(Number(name));

// The rows of all frames: their common times, and the counts of each by name.
function rowsOf(frames) {
  const [frame] =
    frames.length > 1
      ? [outerJoinDataFrames({ frames, keepDisplayNames: true })]
      : frames;
  const time = frame.fields.find(({ type }) => type === FieldType.time);
  const rows = frame.fields.filter(({ type }) => type === FieldType.number);
  return {
    time,
    rows: rows.map((field) => ({
      // A bucket's display name ends in its label.
      name: frames.length > 1 ? getFieldDisplayName(field, frame) : field.name,
      values: field.values,
    })),
  };
}

function cellsOf(times, rows, { step, least }) {
  return rows.flatMap(({ values }, row) =>
    Array.from(values, (count, index) => ({
      row,
      count,
      from: times[index] - step,
      to: times[index],
    })).filter(({ count }) => count > least)
  );
}

function stepOf({ config, values }) {
  const gaps = d3.pairs(values, (a, b) => b - a);
  return config.interval ?? d3.min(gaps) ?? 60000;
}

function TimeAxis({ scale, top, theme, timeZone }) {
  const [left, right] = scale.range();
  const ticks = Math.max(2, Math.floor((right - left) / leastTickGap));
  const span = scale.domain()[1] - scale.domain()[0];
  const day = 86400000;
  const write = new Intl.DateTimeFormat('en-GB', {
    timeZone: timeZone === 'browser' ? undefined : timeZone,
    ...(span > 2 * day && { month: '2-digit', day: '2-digit' }),
    ...(span <= 7 * day && { hour: '2-digit', minute: '2-digit' }),
  });
  return scale.ticks(ticks).map((time) => (
    <text
      key={time.valueOf()}
      x={scale(time)}
      y={top + axisHeight - 5}
      textAnchor="middle"
      fill={theme.colors.text.primary}
    >
      {write.format(time)}
    </text>
  ));
}

// Bounds are written at the ends of their rows, below them 0; names beside the
// middle of their rows.
function labelsOf({ texts, areBounds, writeBound, scale, reverse }) {
  if (!areBounds) {
    const middle = (row) => scale(row) + scale.bandwidth() / 2;
    return texts.map((text, row) => ({ text, y: middle(row) }));
  }
  const [near, far] = reverse ? [0, scale.step()] : [scale.step(), 0];
  return [
    { text: writeBound(0), y: scale(0) + near },
    ...texts.map((text, row) => ({ text, y: scale(row) + far })),
  ];
}

function RowAxis({ left, right, height, theme, ...planned }) {
  const labels = labelsOf(planned);
  return labelsThatFit(labels.length, height).map((index) => {
    const { text, y } = labels[index];
    return (
      <g key={index}>
        <line
          x1={left}
          x2={right}
          y1={y}
          y2={y}
          stroke={theme.colors.border.weak}
        />
        <text
          x={left - 6}
          y={y + 4}
          textAnchor="end"
          fill={theme.colors.text.primary}
        >
          {text}
        </text>
      </g>
    );
  });
}

function Legend({ palette, bounds, write, top, left, theme }) {
  const share = legendWidth / palette.length;
  const y = top + legendHeight - 16;
  return (
    <g>
      <text x={left} y={y + 9} fill={theme.colors.text.primary}>
        {write(bounds.least)}
      </text>
      {palette.map((color, part) => (
        <rect
          key={part}
          x={left + 32 + part * share}
          y={y}
          width={share + 0.5}
          height={10}
          fill={color}
        />
      ))}
      <text
        x={left + 40 + legendWidth}
        y={y + 9}
        fill={theme.colors.text.primary}
      >
        {write(bounds.most)}
      </text>
    </g>
  );
}

// Everything that is drawn, in pixels and colours.
function plan({ frames, panel, range, theme, width, height }) {
  const { cellValues, color, filterValues, yAxis, cellGap } = panel.options;
  const { time, rows } = rowsOf(frames);
  const areBounds = rows.every(({ name }) => isBound(name));
  const writeBound = format(yAxis.unit);
  const texts = rows.map(({ name }) =>
    areBounds ? boundText(name, writeBound) : name
  );
  const step = stepOf(time);
  const cells = cellsOf(time.values, rows, { step, least: filterValues.le });
  const counts = rows.flatMap(({ values }) => Array.from(values));
  const bounds = boundsOf(counts, filterValues.le) ?? { least: 0, most: 1 };
  const palette = paletteOf(color, theme);
  const bottom = height - axisHeight - legendHeight;
  const left = 14 + 7 * d3.max(texts, (text) => text.length);
  const right = width - 8;
  const upwards = [bottom, 8];
  return {
    texts,
    areBounds,
    writeBound,
    reverse: yAxis.reverse,
    cells,
    bounds,
    bottom,
    left,
    right,
    palette,
    cellColor: (count) => palette[shadeOf(count, bounds, palette.length)],
    gap: cellGap,
    write: format(cellValues.unit, cellValues.decimals),
    x: d3.scaleUtc([range.from.valueOf(), range.to.valueOf()], [left, right]),
    y: d3.scaleBand(
      d3.range(rows.length),
      yAxis.reverse ? upwards.reverse() : upwards
    ),
  };
}

function Cell({ cell: { row, count, from, to }, planned }) {
  const { x, y, left, right, gap, cellColor, texts, areBounds, write } =
    planned;
  const start = Math.max(x(from), left);
  const end = Math.min(x(to), right);
  if (end <= start) return null;
  const what = areBounds ? `up to ${texts[row]}` : texts[row];
  return (
    <rect
      x={start}
      y={y(row)}
      width={Math.max(end - start - gap, 0.5)}
      height={Math.max(y.bandwidth() - gap, 0.5)}
      fill={cellColor(count)}
    >
      <title>{`${new Date(to).toISOString()}\n${what}: ${write(count)}`}</title>
    </rect>
  );
}

export function heatmap(props) {
  const { theme, timeZone, width, height } = props;
  const planned = plan(props);
  const { cells, x, y, bottom } = planned;
  return (
    <svg
      width={width}
      height={height}
      fontSize={12}
      fontFamily={theme.typography.fontFamily}
    >
      <RowAxis {...planned} scale={y} height={height} theme={theme} />
      {cells.map((cell) => (
        <Cell key={`${cell.row} ${cell.to}`} cell={cell} planned={planned} />
      ))}
      <TimeAxis scale={x} top={bottom} theme={theme} timeZone={timeZone} />
      <Legend {...planned} top={bottom + axisHeight} theme={theme} />
    </svg>
  );
}
