// Steps of colour. A value belongs to the last step that it reaches.
local colours = import 'colours.libsonnet';

{
  // steps: [[value, colour], ...] in ascending order.
  new(base, steps=[]):: {
    mode: 'absolute',
    steps: [{ color: base, value: null }] +
           [{ color: step[1], value: step[0] } for step in steps],
  },

  none:: self.new(colours.neutral),

  // Fine until `warning`, bad from `critical` on.
  rising(warning, critical)::
    self.new(colours.good, [[warning, colours.attention], [critical, colours.bad]]),

  // Bad until `warning`, fine from `good` on.
  falling(warning, good)::
    self.new(colours.bad, [[warning, colours.attention], [good, colours.good]]),

  // Fine until `limit`, bad from there on.
  limit(limit):: self.new(colours.good, [[limit, colours.bad]]),

  // Worth a look from `limit` on.
  notice(limit):: self.new(colours.good, [[limit, colours.attention]]),
}
