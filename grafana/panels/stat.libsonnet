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
    noValue='no data'
  )::
    panel.new('stat', title, description, queries) +
    panel.fields(
      unit,
      steps,
      colour={ mode: 'thresholds' },
      decimals=decimals,
      mappings=mappings,
      links=links,
      overrides=overrides,
      noValue=noValue
    ) + {
      options: {
        colorMode: 'value',
        graphMode: 'none',
        justifyMode: 'center',
        orientation: 'auto',
        reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
        // All of one size; otherwise, the shorter figure looks like the larger
        // one.
        text: { titleSize: 14, valueSize: 38 },
        textMode: text,
        // The name above the figure rather than beside it.
        wideLayout: false,
      },
    },

  // To be read from a distance.
  large:: { options+: { text: { titleSize: 24, valueSize: 56 } } },
}
