import { DashboardCursorSync, EventBusSrv, FieldType } from '@grafana/data';
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

// A line where a mark begins, a tint for its duration, and a strip below.
function drawMark({ ctx, bbox, valToPos }, { from, to }, color) {
  const right = bbox.left + bbox.width;
  const bottom = bbox.top + bbox.height;
  const place = (time) =>
    Math.min(Math.max(valToPos(time, 'x', true), bbox.left), right);
  const start = place(from);
  const length = place(to) - start;
  const strip = 5 * uPlot.pxRatio;
  ctx.globalAlpha = 0.12;
  ctx.fillStyle = color;
  ctx.fillRect(start, bbox.top, length, bbox.height);
  ctx.globalAlpha = 1;
  ctx.strokeStyle = color;
  ctx.lineWidth = uPlot.pxRatio;
  ctx.setLineDash([4 * uPlot.pxRatio, 3 * uPlot.pxRatio]);
  ctx.beginPath();
  ctx.moveTo(start, bbox.top);
  ctx.lineTo(start, bottom);
  ctx.stroke();
  ctx.fillRect(start, bottom, Math.max(length, strip), strip / 2);
}

// Drawn by the plot of `config`, which is made after this.
function Marks({ config, marks, theme }) {
  useLayoutEffect(() => {
    config.addHook('draw', (plot) => {
      const { min, max } = plot.scales.x;
      plot.ctx.save();
      for (const mark of marks) {
        if (mark.to < min || mark.from > max) continue;
        drawMark(plot, mark, theme.visualization.getColorByName(mark.color));
      }
      plot.ctx.restore();
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
