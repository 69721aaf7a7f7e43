import {
  colorManipulator,
  DashboardCursorSync,
  EventBusSrv,
  FieldType,
} from '@grafana/data';
import {
  PanelContextProvider,
  TimeSeries,
  TooltipPlugin,
  ZoomPlugin,
} from '@grafana/ui';
import { useLayoutEffect } from 'react';
import uPlot from 'uplot';
import { changeQuery } from '../address.js';

// One crosshair over all charts of the page.
const context = {
  eventsScope: 'page',
  eventBus: new EventBusSrv(),
  sync: () => DashboardCursorSync.Crosshair,
};

const onZoom = ({ from, to }) =>
  changeQuery({ from: Math.round(from), to: Math.round(to) });

function drawLine({ ctx, bbox }, x) {
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
}

// A line where a mark begins; if it lasts, another one at its end, and a tint
// between them.
function drawMark(plot, { from, to }, color) {
  const { ctx, bbox, valToPos } = plot;
  const [start, end] = [from, to].map((time) => valToPos(time, 'x', true));
  ctx.strokeStyle = color;
  ctx.lineWidth = 2;
  ctx.setLineDash([5, 5]);
  drawLine(plot, start);
  if (to === from) return;
  drawLine(plot, end);
  ctx.fillStyle = colorManipulator.alpha(color, 0.1);
  ctx.fillRect(start, bbox.top, end - start, bbox.height);
}

// On the axis: a strip, or a triangle for a moment.
function drawOnAxis({ ctx, bbox, valToPos }, { from, to }, color) {
  const right = bbox.left + bbox.width;
  const bottom = bbox.top + bbox.height;
  const place = (time) =>
    Math.min(Math.max(valToPos(time, 'x', true), bbox.left), right);
  const size = 5 * uPlot.pxRatio;
  ctx.fillStyle = color;
  if (to > from) {
    ctx.fillRect(place(from), bottom, place(to) - place(from), size);
    return;
  }
  ctx.beginPath();
  ctx.moveTo(place(from), bottom);
  ctx.lineTo(place(from) - size, bottom + size);
  ctx.lineTo(place(from) + size, bottom + size);
  ctx.fill();
}

// Drawn by the plot of `config`, which is made after this.
function Marks({ config, marks, theme }) {
  useLayoutEffect(() => {
    config.addHook('draw', (plot) => {
      const { min, max } = plot.scales.x;
      const shown = marks
        .filter(({ from, to }) => to >= min && from <= max)
        .map((mark) => ({
          mark,
          color: theme.visualization.getColorByName(mark.color),
        }));
      const { ctx, bbox } = plot;
      ctx.save();
      for (const { mark, color } of shown) drawOnAxis(plot, mark, color);
      ctx.beginPath();
      ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
      ctx.clip();
      for (const { mark, color } of shown) drawMark(plot, mark, color);
      ctx.restore();
    });
  }, [config, marks, theme]);
  return null;
}

const finiteOrNull = (value) => (Number.isFinite(value) ? value : null);

const plotted = (frame) => ({
  ...frame,
  fields: frame.fields.map((field) =>
    field.type === FieldType.number
      ? { ...field, values: field.values.map(finiteOrNull) }
      : field
  ),
});

export function timeseries(props) {
  const { panel, range, timeZone, width, height, marks, theme } = props;
  const { legend, tooltip } = panel.options;
  const frames = props.frames.map(plotted);
  return (
    <PanelContextProvider value={context}>
      <TimeSeries
        frames={frames}
        timeRange={range}
        timeZone={timeZone}
        width={width}
        height={height}
        legend={legend}
      >
        {(config, aligned) => (
          <>
            <ZoomPlugin config={config} onZoom={onZoom} />
            <Marks config={config} marks={marks} theme={theme} />
            <TooltipPlugin
              config={config}
              data={aligned}
              frames={frames}
              mode={tooltip.mode}
              sortOrder={tooltip.sort}
              sync={context.sync}
              timeZone={timeZone}
            />
          </>
        )}
      </TimeSeries>
    </PanelContextProvider>
  );
}
