// Problems of callers in a queue. They are exact, since the queue endpoint shows
// callers even while no phone rings. They need `queues.enabled`.
{
  local config = $._config,
  local alerts = config.alerts,
  local series = (import '../series.libsonnet')(config),
  local alert = (import 'alert.libsonnet')(config),
  local tenants = (import '../tenants.libsonnet')(config),
  local text = import 'text.libsonnet',

  // Neither of the overflow buckets.
  local matchers = ['%s!="%s"' % [label, config.folded] for label in ['tenant', 'queue']],
  local of_queues(metric) =
    series.highest(['tenant', 'queue'], series.select(metric, matchers)),

  local callers = of_queues('pitel_queue_waiting_callers'),
  local oldest = of_queues('pitel_queue_oldest_wait_seconds'),
  local oncall = 'target_tenant:pitel_active_calls_inbound_oncall:sum',

  local queue_alert(name, severity, fields) = alert(name, {
    severity: severity,
    scope: 'tenant',
    dashboard: 'tenant',
    variables: ['target', 'tenant'],
  } + fields { expr: tenants.while_open(super.expr) }),

  local queue =
    'queue {{ $labels.queue }} of {{ $labels.tenant }} on {{ $labels.target }}',

  local asked(query, before, format='printf "%.0f"') = text.answer(
    query % 'target=$target, tenant=$tenant, queue=$queue',
    ['target', 'tenant', 'queue'],
    before,
    '',
    format
  ),

  local wait_too_long(severity) =
    local limits = alerts.PitelQueueWaitTooLong[severity];
    local alone = limits.callers == 1;
    queue_alert('PitelQueueWaitTooLong', severity, {
      times: { pending: limits.pending },
      expr:
        '%s > %d\n' % [oldest, limits.seconds] +
        (if alone then '' else 'and\n%s >= %d\n' % [callers, limits.callers]),
      summary: 'A caller has been waiting too long in %s.' % queue,
      description:
        'A caller in %s has been waiting for %s' % [queue, text.duration] +
        asked('max(pitel_queue_waiting_callers{%s})', '; waiting callers: ') +
        '.',
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
            summary: 'Callers wait in %s.' % queue,
            description:
              '%s callers are waiting in %s' % [text.value, queue] +
              text.answer(
                oncall + '{target=$target, tenant=$tenant}',
                ['target', 'tenant'],
                ', beside ',
                ' inbound calls in progress'
              ) +
              asked(
                'max(pitel_queue_oldest_wait_seconds{%s})',
                '; the oldest of them has been waiting for ',
                'humanizeDuration'
              ) + '.',
          }),
          wait_too_long('warning'),
          wait_too_long('critical'),
        ],
      },
    ],
  },
}
