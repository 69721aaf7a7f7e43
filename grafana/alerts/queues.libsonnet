// Problems of callers in a queue. They are exact, since the queue endpoint shows
// callers even while no phone rings. They need `queues.enabled`.
{
  local config = $._config,
  local alerts = config.alerts,
  local series = (import '../series.libsonnet')(config),
  local alert = (import 'alert.libsonnet')(config),

  // Neither of the overflow buckets.
  local matchers = ['%s!="%s"' % [label, config.folded] for label in ['tenant', 'queue']],
  local of_queues(metric) = series.one(series.select(metric, matchers)),

  local callers = of_queues('pitel_queue_waiting_callers'),
  local oldest = of_queues('pitel_queue_oldest_wait_seconds'),
  local oncall = series.sum(
    ['server', 'direction', 'state'],
    series.one(series.select(
      'pitel_active_calls', ['direction="inbound"', 'state="oncall"']
    ))
  ),

  local queue_alert(name, severity, fields) = alert(name, {
    severity: severity,
    scope: 'tenant',
    dashboard: 'tenant',
    variables: ['target', 'tenant'],
  } + fields),

  local queue =
    'queue {{ $labels.queue }} of {{ $labels.tenant }} on {{ $labels.target }}',

  local wait_too_long(severity) =
    local limits = alerts.PitelQueueWaitTooLong[severity];
    local alone = limits.callers == 1;
    queue_alert('PitelQueueWaitTooLong', severity, {
      times: { pending: limits.pending },
      expr:
        '%s > %d\n' % [oldest, limits.seconds] +
        (if alone then '' else 'and\n%s >= %d\n' % [callers, limits.callers]),
      summary: 'A caller has been waiting in a queue for too long.',
      description:
        'A caller in %s has been waiting for ' % queue +
        '{{ $value | humanizeDuration }}' +
        if alone then '.' else
          '; at least %d callers are waiting.' % limits.callers,
    }),

  prometheusAlerts+:: {
    groups+: [
      {
        name: 'pitel-queues',
        interval: config.fast_interval,
        rules: [
          queue_alert('PitelQueueBacklog', 'critical', {
            // Calls may be missing, or under another tenant than the queue's.
            expr: |||
              %(callers)s >= %(fewest)d
              unless
              %(callers)s
              <= ignoring (queue) group_left ()
              %(share)g * %(oncall)s
            ||| % {
              callers: callers,
              fewest: alerts.PitelQueueBacklog.callers,
              share: alerts.PitelQueueBacklog.share_of_oncall,
              oncall: oncall,
            },
            summary: 'Queue has a backlog of waiting callers.',
            description:
              '{{ $value | printf "%.0f" }} callers are waiting in ' + queue +
              '.',
          }),
          wait_too_long('warning'),
          wait_too_long('critical'),
        ],
      },
    ],
  },
}
