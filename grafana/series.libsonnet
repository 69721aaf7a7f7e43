// PromQL over the exporter's metrics, as rules and alerts write it.
//
// Several exporters of one target count once: `one` and `increase` take the
// highest of them before anything is summed. Labels that a site adds are kept,
// which is why everything here uses `without` and `ignoring`.
function(config) {
  select(metric, matchers=[])::
    '%s{%s}' % [metric, std.join(', ', [config.selector] + matchers)],

  one(expression, and_without=[])::
    'max without (%s) (%s)' % [
      std.join(', ', config.replica_labels + and_without),
      expression,
    ],

  sum(without, expression)::
    'sum without (%s) (%s)' % [std.join(', ', without), expression],

  increase(selected, window, and_without=[])::
    self.one('increase(%s[%s])' % [selected, window], and_without),

  // increase() of a counter that grew by 10 may give 9.7: it extrapolates from
  // the samples to the edges of the window.
  floor(calls):: '%.1f' % (calls - 0.5),

  // How far a share of this number of calls may be from `limit` by chance.
  chance(limit, calls)::
    '%g * sqrt(%g / %s)' % [config.deviations, limit * (1 - limit), calls],

  // For each server, the sum over the other servers of the target, of a metric
  // that is recorded by target_server and by target. `at` turns a series into
  // an expression.
  others(metric, at=function(series) series)::
    '(%s - ignoring (server) group_right () %s)' %
    [at('target:' + metric), at('target_server:' + metric)],

  // Indents an expression of several lines within another.
  indented(expression)::
    '  ' + std.strReplace(std.stripChars(expression, '\n'), '\n', '\n  '),

  // Whether the target existed a day ago, and can be compared with then.
  known_yesterday::
    self.one('max_over_time(%s[1h] offset 1d)' % self.select('pitel_up')),
}
