// A figure, large.
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
    mappings=[],
    links=[],
    overrides=[],
    text='value',
    fields='',
    values=false
  )::
    panel.new('stat', title, description, queries) +
    panel.fields(
      unit,
      steps,
      colour={ mode: 'thresholds' },
      decimals=decimals,
      mappings=mappings,
      links=links,
      overrides=overrides
    ) + {
      options: {
        colorMode: 'value',
        graphMode: 'none',
        justifyMode: 'center',
        orientation: 'auto',
        reduceOptions: { calcs: ['lastNotNull'], fields: fields, values: values },
        textMode: text,
        wideLayout: true,
      },
    },
}
