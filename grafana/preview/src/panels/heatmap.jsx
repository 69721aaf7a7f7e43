// Grafana's heat map of buckets over time, drawn by hand: its own is not among
// the components that are published.
import { FieldType, formattedValueToString, getValueFormat } from '@grafana/data';
import * as d3 from 'd3';

const axisHeight = 20;
const legendHeight = 26;
const legendWidth = 200;
const leastTickGap = 90;
const leastRowGap = 16;

// Strong colours for much, on the dark ground as on the light one.
function colorsOf(color, theme) {
  const interpolate = d3[`interpolate${color.scheme ?? 'Oranges'}`];
  if (!interpolate) throw new Error(`colour scheme "${color.scheme}" is not known`);
  const backwards = theme.isDark !== Boolean(color.reverse);
  if (color.mode === 'opacity') {
    const fill = theme.visualization.getColorByName(color.fill ?? 'dark-orange');
    const scale = d3.scalePow().exponent(color.exponent ?? 0.5);
    return (share) => d3.color(fill).copy({ opacity: scale(share) }).formatRgb();
  }
  const steps = color.steps ?? 64;
  return (share) => {
    const step = Math.min(Math.floor(share * steps), steps - 1) / (steps - 1);
    return interpolate(backwards ? 1 - step : step);
  };
}

const format = (unit, decimals) => {
  const write = getValueFormat(unit ?? 'short');
  return (value) => formattedValueToString(write(value, decimals));
};

// A bucket is known by its upper bound.
function boundText(name, write) {
  if (name === '+Inf') return '∞';
  return Number.isNaN(Number(name)) ? name : write(Number(name));
}

function cellsOf(times, buckets, { step, least }) {
  return buckets.flatMap(({ values }, row) =>
    Array.from(values, (count, index) => ({
      row,
      count,
      from: times[index] - step,
      to: times[index],
    })).filter(({ count }) => count !== null && count > least)
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

function BucketAxis({ texts, scale, left, right, theme }) {
  const every = Math.ceil(leastRowGap / scale.step());
  return texts.map((text, row) => {
    const y = scale(row);
    return (
      <g key={row}>
        <line x1={left} x2={right} y1={y} y2={y} stroke={theme.colors.border.weak} />
        {(texts.length - 1 - row) % every === 0 && (
          <text x={left - 6} y={y + 4} textAnchor="end" fill={theme.colors.text.primary}>
            {text}
          </text>
        )}
      </g>
    );
  });
}

function Legend({ color, least, most, write, top, left, theme }) {
  const parts = 50;
  const share = legendWidth / parts;
  const y = top + legendHeight - 16;
  return (
    <g>
      <text x={left} y={y + 9} fill={theme.colors.text.primary}>
        {write(least)}
      </text>
      {d3.range(parts).map((part) => (
        <rect
          key={part}
          x={left + 32 + part * share}
          y={y}
          width={share + 0.5}
          height={10}
          fill={color(part / (parts - 1))}
        />
      ))}
      <text x={left + 40 + legendWidth} y={y + 9} fill={theme.colors.text.primary}>
        {write(most)}
      </text>
    </g>
  );
}

function Heatmap({ data, panel, range, theme, timeZone, width, height }) {
  const { options = {} } = panel;
  if (options.calculate) throw new Error('heat maps of plain values are not supported');
  const [frame] = data.frames;
  const time = frame.fields.find(({ type }) => type === FieldType.time);
  const buckets = frame.fields.filter(({ type }) => type === FieldType.number);
  const writeBound = format(options.yAxis?.unit, options.yAxis?.decimals);
  const writeCount = format(options.cellValues?.unit, options.cellValues?.decimals);
  const texts = buckets.map(({ name }) => boundText(name, writeBound));
  const cells = cellsOf(time.values, buckets, {
    step: stepOf(time),
    least: options.filterValues?.le ?? 1e-9,
  });
  const least = options.color?.min ?? 0;
  const most = options.color?.max ?? d3.max(cells, ({ count }) => count) ?? 1;
  const shareOf = d3.scaleLinear([least, most], [0, 1]).clamp(true);
  const color = colorsOf(options.color ?? {}, theme);
  const shown = options.legend?.show !== false ? legendHeight : 0;
  const left = 12 + 7 * d3.max(texts, (text) => text.length);
  const bottom = height - axisHeight - shown;
  const x = d3.scaleUtc([range.from.valueOf(), range.to.valueOf()], [left, width - 8]);
  const y = d3.scaleBand(d3.range(buckets.length), [bottom, 8]);
  const gap = options.cellGap ?? 1;
  const [start, end] = x.range();
  return (
    <svg width={width} height={height} fontSize={12} fontFamily={theme.typography.fontFamily}>
      <BucketAxis texts={texts} scale={y} left={start} right={end} theme={theme} />
      {cells.map(({ row, count, from, to }) => {
        const cellLeft = Math.max(x(from), start);
        const cellRight = Math.min(x(to), end);
        if (cellRight <= cellLeft) return null;
        return (
          <rect
            key={`${row} ${to}`}
            x={cellLeft}
            y={y(row)}
            width={Math.max(cellRight - cellLeft - gap, 0.5)}
            height={Math.max(y.bandwidth() - gap, 0.5)}
            fill={color(shareOf(count))}
          >
            <title>{`${new Date(to).toISOString()}\nup to ${texts[row]}: ${writeCount(count)}`}</title>
          </rect>
        );
      })}
      <TimeAxis scale={x} top={bottom} theme={theme} timeZone={timeZone} />
      {shown > 0 && (
        <Legend
          color={color}
          least={least}
          most={most}
          write={writeCount}
          top={bottom + axisHeight}
          left={start}
          theme={theme}
        />
      )}
    </svg>
  );
}

export const heatmap = { draw: Heatmap };
