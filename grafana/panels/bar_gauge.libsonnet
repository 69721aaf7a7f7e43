// A bar per series, the longest first if the query sorts.
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
    links=[],
    overrides=[]
  )::
    panel.new('bargauge', title, description, queries) +
    panel.fields(
      unit,
      steps,
      colour={ mode: 'thresholds' },
      decimals=decimals,
      min=min,
      max=max,
      links=links,
      overrides=overrides
    ) + {
      options: {
        displayMode: 'basic',
        orientation: 'horizontal',
        namePlacement: 'auto',
        valueMode: 'color',
        showUnfilled: true,
        sizing: 'auto',
        minVizHeight: 16,
        minVizWidth: 8,
        maxVizHeight: 40,
        reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
      },
    },
}
