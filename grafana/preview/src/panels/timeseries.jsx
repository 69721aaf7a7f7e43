import { DashboardCursorSync, EventBusSrv, FieldType } from '@grafana/data';
import {
  PanelContextProvider,
  TimeSeries,
  TooltipPlugin,
  ZoomPlugin,
} from '@grafana/ui';
import { Annotations } from './annotations.jsx';

const defaults = {
  axisPlacement: 'auto',
  barAlignment: 0,
  barWidthFactor: 0.6,
  drawStyle: 'line',
  fillOpacity: 0,
  gradientMode: 'none',
  hideFrom: { legend: false, tooltip: false, viz: false },
  lineInterpolation: 'linear',
  lineWidth: 1,
  pointSize: 5,
  scaleDistribution: { type: 'linear' },
  showPoints: 'auto',
  spanNulls: false,
  stacking: { mode: 'none', group: 'A' },
  thresholdsStyle: { mode: 'off' },
};

// One crosshair over all charts of the page.
const eventBus = new EventBusSrv();
const context = {
  eventsScope: 'page',
  eventBus,
  sync: () => DashboardCursorSync.Crosshair,
};

const finiteOrNull = (value) => (Number.isFinite(value) ? value : null);

function plotted(frames) {
  return frames
    .filter(({ fields }) => fields.some(({ type }) => type === FieldType.time))
    .map((frame) => ({
      ...frame,
      fields: frame.fields
        .filter(
          ({ type }) => type === FieldType.time || type === FieldType.number
        )
        .map((field) =>
          field.type === FieldType.number
            ? { ...field, values: field.values.map(finiteOrNull) }
            : field
        ),
    }));
}

function Courses(props) {
  const { data, panel, range, timeZone, width, height, marks, onZoom } = props;
  const { legend, tooltip } = panel.options ?? {};
  const frames = plotted(data.frames);
  return (
    <PanelContextProvider value={context}>
      <TimeSeries
        frames={frames}
        timeRange={range}
        timeZone={timeZone}
        width={width}
        height={height}
        legend={{
          showLegend: true,
          displayMode: 'list',
          placement: 'bottom',
          calcs: [],
          ...legend,
        }}
      >
        {(config, aligned) => (
          <>
            <ZoomPlugin config={config} onZoom={onZoom} />
            <Annotations config={config} marks={marks} />
            {tooltip?.mode !== 'none' && (
              <TooltipPlugin
                config={config}
                data={aligned}
                frames={frames}
                mode={tooltip?.mode}
                sortOrder={tooltip?.sort}
                sync={context.sync}
                timeZone={timeZone}
              />
            )}
          </>
        )}
      </TimeSeries>
    </PanelContextProvider>
  );
}

export const timeseries = { draw: Courses, defaults };
