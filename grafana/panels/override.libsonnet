// Settings of a single series or column that differ from its panel.
{
  local override(matcher, properties) = {
    matcher: matcher,
    properties: [
      { id: id, value: properties[id] }
      for id in std.objectFields(properties)
    ],
  },

  named(name, properties)::
    override({ id: 'byName', options: name }, properties),

  matching(pattern, properties)::
    override({ id: 'byRegexp', options: pattern }, properties),

  // All series of one query.
  ofQuery(letter, properties)::
    override({ id: 'byFrameRefID', options: letter }, properties),

  coloured(name, colour)::
    self.named(name, { color: { mode: 'fixed', fixedColor: colour } }),

  // colours: { series: colour }
  colours(colours):: [
    self.coloured(name, colours[name])
    for name in std.objectFields(colours)
  ],

  // A line for comparison.
  dashed(name, colour):: self.named(name, {
    color: { mode: 'fixed', fixedColor: colour },
    'custom.fillOpacity': 0,
    'custom.lineStyle': { fill: 'dash', dash: [8, 6] },
    'custom.stacking': { mode: 'none', group: 'A' },
  }),
}
