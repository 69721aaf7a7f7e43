// Buckets over time: more calls have a stronger colour.
local panel = import 'panel.libsonnet';

{
  new(title, description, queries, unit, cellUnit='short', yAxis={})::
    panel.new('heatmap', title, description, queries) + {
      fieldConfig: {
        defaults: {
          unit: cellUnit,
          noValue: panel.noValue,
          custom: {
            hideFrom: { legend: false, tooltip: false, viz: false },
            scaleDistribution: { type: 'linear' },
          },
        },
        overrides: [],
      },
      options: {
        calculate: false,
        cellGap: 1,
        cellValues: { unit: cellUnit, decimals: 0 },
        color: {
          mode: 'scheme',
          scheme: 'Oranges',
          scale: 'exponential',
          exponent: 0.5,
          fill: 'dark-orange',
          reverse: false,
          steps: 64,
        },
        exemplars: { color: 'rgba(255,0,255,0.7)' },
        filterValues: { le: 1e-9 },
        legend: { show: true },
        rowsFrame: { layout: 'auto' },
        showValue: 'never',
        tooltip: { mode: 'single', yHistogram: false, showColorScale: false },
        yAxis: { axisPlacement: 'left', reverse: false, unit: unit } + yAxis,
      },
    },
}
