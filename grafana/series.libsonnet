// PromQL over the exporter's metrics, as rules and alerts write it.
//
// Several exporters of one target count once: whatever is summed is summed per
// exporter, and of the sums the highest is taken. Rules list the labels that
// they keep, so that no label of a site (replica, pod, service) can split a
// target in two. Dashboards use `one`, since they select by instance.
function(config) {
  local kept(labels) = std.join(', ', config.kept_labels + labels),

  select(metric, matchers=[])::
    '%s{%s}' % [metric, std.join(', ', [config.selector] + matchers)],

  one(expression)::
    'max without (%s) (%s)' % [
      std.join(', ', config.replica_labels),
      expression,
    ],

  // The highest of all exporters, with these labels besides the kept ones.
  highest(labels, expression)::
    'max by (%s) (%s)' % [kept(labels), expression],

  // The same, of sums over the labels `over`.
  sum(labels, over, expression)::
    self.highest(
      labels, 'sum without (%s) (%s)' % [std.join(', ', over), expression]
    ),

  // Of what is recorded, and so of one exporter already.
  total(labels, expression):: 'sum by (%s) (%s)' % [kept(labels), expression],
  count(labels, expression):: 'count by (%s) (%s)' % [kept(labels), expression],

  // For `on`: the kept labels and these.
  on(labels=[]):: 'on (%s)' % kept(labels),

  // A window. Prometheus 2 counts a sample at its very beginning, Prometheus 3
  // does not; half a scrape interval more makes both count the same samples.
  within(selected, window)::
    '%s[%s]' % [
      selected,
      if std.endsWith(window, 's') then
        '%ds' % (std.parseInt(std.substr(window, 0, std.length(window) - 1)) + 5)
      else window + '5s',
    ],

  over_time(operation, selected, window, offset=null)::
    '%s(%s%s)' % [
      operation,
      self.within(selected, window),
      if offset == null then '' else ' offset ' + offset,
    ],

  increase(labels, over, selected, window)::
    self.sum(labels, over, self.over_time('increase', selected, window)),

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
}
