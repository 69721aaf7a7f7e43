// What all panels have in common.
local colours = import 'colours.libsonnet';
local thresholds = import 'thresholds.libsonnet';

local letter(index) = std.char(std.codepoint('A') + index);

{
  noValue:: '–',

  // A missing value is neither good nor bad. Without this, it has the colour of
  // the lowest threshold.
  nothing(text=$.noValue):: {
    type: 'special',
    options: {
      match: 'null+nan',
      result: { text: text, color: colours.neutral, index: 99 },
    },
  },

  new(type, title, description, queries):: {
    type: type,
    title: title,
    description: description,
    datasource: { type: 'prometheus', uid: '${datasource}' },
    targets: std.mapWithIndex(
      function(index, query) query { refId: letter(index) }, queries
    ),
  },

  // The fields of a panel: their unit, their colours, and overrides.
  fields(
    unit,
    steps=thresholds.none,
    colour={ mode: 'palette-classic' },
    decimals=null,
    min=null,
    max=null,
    mappings=[],
    links=[],
    overrides=[],
    custom=null,
    noValue=$.noValue
  ):: {
    fieldConfig: {
      defaults: std.prune({
        unit: unit,
        color: colour,
        decimals: decimals,
        min: min,
        max: max,
        custom: custom,
      }) + {
        noValue: noValue,
        thresholds: steps,
        mappings: mappings + [$.nothing(noValue)],
        links: links,
      },
      overrides: overrides,
    },
  },

  // A step of at least `interval`: counters of rare events need one of minutes,
  // or their rates are saw teeth.
  atLeast(interval):: { interval: interval },
}
