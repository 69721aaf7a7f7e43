// Graphs over time: lines, stacked areas or bars.
local panel = import 'panel.libsonnet';
local thresholds = import 'thresholds.libsonnet';

{
  new(
    title,
    description,
    queries,
    unit='short',
    steps=thresholds.none,
    decimals=null,
    min=0,
    max=null,
    mappings=[],
    links=[],
    overrides=[],
    stacked=false,
    bars=false,
    fill=10,
    showSteps=false,
    softMax=null
  )::
    panel.new('timeseries', title, description, queries) +
    panel.fields(
      unit,
      steps,
      decimals=decimals,
      min=min,
      max=max,
      mappings=mappings,
      links=links,
      overrides=overrides,
      custom={
        drawStyle: if bars then 'bars' else 'line',
        lineInterpolation: 'linear',
        lineWidth: if bars then 0 else 1,
        fillOpacity: if bars then 80 else if stacked then 30 else fill,
        gradientMode: 'none',
        showPoints: 'never',
        pointSize: 5,
        spanNulls: false,
        stacking: { mode: if stacked then 'normal' else 'none', group: 'A' },
        axisPlacement: 'auto',
        axisLabel: '',
        axisColorMode: 'text',
        axisBorderShow: false,
        [if softMax != null then 'axisSoftMax']: softMax,
        scaleDistribution: { type: 'linear' },
        thresholdsStyle: { mode: if showSteps then 'dashed' else 'off' },
        hideFrom: { legend: false, tooltip: false, viz: false },
      }
    ) + {
      options: {
        legend: {
          showLegend: true,
          displayMode: 'list',
          placement: 'bottom',
          calcs: [],
        },
        tooltip: { mode: 'multi', sort: 'desc' },
      },
    },
}
