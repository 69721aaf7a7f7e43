// Whether the API can be polled, and whether its responses can be trusted.
{
  local config = $._config,
  local alerts = config.alerts,
  local series = (import '../series.libsonnet')(config),
  local alert = (import 'alert.libsonnet')(config),

  local api_alert(name, severity, fields) = alert(name, {
    severity: severity,
    scope: 'platform',
    dashboard: 'exporter',
    variables: ['target'],
  } + fields),

  local text = import 'text.libsonnet',
  local value = text.value,
  local percent = text.percent,
  local duration = text.duration,

  local one(metric) = series.highest([], series.select(metric)),

  local failures(labels, over, matchers, window) =
    series.increase(
      labels,
      over,
      series.select('pitel_api_request_failures_total', matchers),
      window
    ),

  // Of most failures of the target, or of all targets.
  local reason(labels) = text.label(
    'topk(1, sum by (reason) (increase(' +
    'pitel_api_request_failures_total%s[15m])) > 0)' %
    (if labels == [] then '' else '{target=$target}'),
    labels,
    'reason',
    ' Most polls fail as `',
    '`.'
  ),

  local rows_collapsed(severity) =
    local limits = alerts.PitelRowsCollapsed;
    local tier = limits[severity];
    local rows = 'target:pitel_api_rows:max';
    api_alert('PitelRowsCollapsed', severity, {
      times: { pending: tier.pending },
      // It ends when rows are back, not when few have become usual.
      expr: |||
        (
          %(rows)s
          / (%(before)s >= %(fewest)d)
          < %(share)g
          or
          %(rows)s
          / %(most)s
          < %(share)g
          and %(on)s
          ALERTS{
            alertname="PitelRowsCollapsed",
            alertstate="firing",
            severity="%(severity)s"
          }
        )
        unless
        %(rows)s >= %(share)g * target:pitel_api_rows:usual
      ||| % {
        rows: rows,
        before: series.over_time(
          'avg_over_time', rows, limits.window, tier.pending
        ),
        fewest: limits.rows,
        share: tier.share,
        most: series.over_time('max_over_time', rows, limits.longest),
        on: series.on(),
        severity: severity,
      },
      summary:
        'Responses of {{ $labels.target }} have become much smaller.',
      description:
        'Responses of {{ $labels.target }} have only %s of the rows ' %
        percent + 'that they had' +
        text.answer(rows + '{target=$target}', ['target'], ': ') + '.',
    }),

  prometheusAlerts+:: {
    groups+: [
      {
        name: 'pitel-api',
        interval: config.normal_interval,
        rules: [
          api_alert('PitelTargetDown', 'critical', {
            expr: '%s == 0' % one('pitel_up'),
            dashboard: 'targets',
            summary: 'The API of {{ $labels.target }} cannot be polled.',
            description:
              'No poll of {{ $labels.target }} has succeeded for %s.' %
              alerts.PitelTargetDown.pending + reason(['target']),
          }),
          api_alert('PitelTargetsDown', 'critical', {
            local limits = alerts.PitelTargetsDown,
            expr: |||
              count by (job) (%(up)s == 0) >= %(targets)d
              and (
                count by (job) (%(up)s == 0)
                >= %(share)g * count by (job) (%(up)s)
                or
                count by (job) (%(up)s == 0) >= %(many)d
              )
            ||| % {
              up: one('pitel_up'),
              targets: limits.targets,
              share: limits.share,
              many: limits.many,
            },
            dashboard: 'targets',
            variables: [],
            summary: 'Many targets are down at once.',
            description:
              '%s targets cannot be polled, among them' % value +
              text.list(
                'topk(5, 1 - max by (target) (%s) == 1)' %
                series.select('pitel_up'),
                [],
                '{{ $one.Labels.target }}',
                'target'
              ) + '. They may share a cause, such as the network or DNS.' +
              reason([]),
          }),
          // By a reload, or with the shard that it belonged to.
          api_alert('PitelTargetVanished', 'critical', {
            expr: |||
              %s
              unless
              %s
            ||| % [
              series.highest([], series.over_time(
                'max_over_time',
                series.select('pitel_up'),
                alerts.PitelTargetVanished.window
              )),
              one('pitel_up'),
            ],
            dashboard: 'targets',
            summary: 'No exporter polls {{ $labels.target }} any more.',
            description:
              'No exporter shows {{ $labels.target }}, which was polled ' +
              'within the last %s. It was removed from the configuration, ' %
              alerts.PitelTargetVanished.window +
              'or its exporter or shard is gone.',
          }),
          api_alert('PitelTargetFlapping', 'warning', {
            local limits = alerts.PitelTargetFlapping,
            local up(operation) = series.highest(
              [],
              series.over_time(
                operation, series.select('pitel_up'), limits.window
              )
            ),
            local monitor(metric) = 'sum without (operation%s) (%s)' % [
              if metric == 'requests' then '' else ', reason',
              series.over_time(
                'increase',
                series.select(
                  'pitel_api_%s_total' % metric, ['operation="monitor"']
                ),
                limits.window
              ),
            ],
            // A single outage goes down and up again only once. Scrapes may
            // happen to see the good ones of all polls.
            expr: |||
              %(up)s > 0 < %(limit)g
              and
              %(changes)s >= %(fewest)d
              or
              %(requests)s < %(limit)g
              and
              %(up)s >= %(limit)g
            ||| % {
              up: up('avg_over_time'),
              limit: limits.availability,
              changes: up('changes'),
              fewest: limits.changes,
              requests: series.highest([], '1 - %s / (%s > 0)' % [
                monitor('request_failures'),
                monitor('requests'),
              ]),
            },
            dashboard: 'targets',
            summary: 'The API of {{ $labels.target }} fails now and then.',
            description:
              'Only %s of the polls of {{ $labels.target }} within %s ' %
              [percent, limits.window] + 'succeeded.' + reason(['target']),
          }),
          api_alert('PitelAuthFailing', 'critical', {
            local limits = alerts.PitelAuthFailing,
            expr: |||
              %(failures)s >= %(floor)s
              and ignoring (reason)
              %(up)s == 0
            ||| % {
              failures: failures(
                ['reason'],
                ['operation'],
                ['reason=~"unauthorized|forbidden"'],
                limits.window
              ),
              floor: series.floor(limits.failures),
              up: one('pitel_up'),
            },
            summary: 'The API of {{ $labels.target }} rejects the credential.',
            description:
              'The API of {{ $labels.target }} rejects the credential as ' +
              '{{ $labels.reason }}: ' +
              '{{ if eq $labels.reason "forbidden" }}' +
              'the account lacks the view_monitor permission' +
              '{{ else }}replace the key or token{{ end }}.',
          }),
          api_alert('PitelTokenRefreshFailing', 'warning', {
            local limits = alerts.PitelTokenRefreshFailing,
            expr: |||
              %(expiry)s - time() < %(seconds)d
              and
              %(up)s == 1
              and
              %(failures)s >= 0.5
            ||| % {
              expiry: one('pitel_api_token_expiry_timestamp_seconds'),
              seconds: limits.expiry_seconds,
              up: one('pitel_up'),
              failures: failures(
                [],
                ['operation', 'reason'],
                ['operation="token"'],
                limits.window
              ),
            },
            summary: 'The token of {{ $labels.target }} cannot be renewed.',
            description:
              'The token of {{ $labels.target }} expires in %s, and ' %
              duration + 'the API does not issue a new one.',
          }),
          api_alert('PitelDataStale', 'critical', {
            local limits = alerts.PitelDataStale,
            expr: |||
              time() - %(success)s
              > clamp_min(%(intervals)d * %(interval)s, %(seconds)d)
              and
              %(up)s == 1
            ||| % {
              success: one('pitel_last_success_timestamp_seconds'),
              intervals: limits.intervals,
              interval: one('pitel_poll_interval_seconds'),
              seconds: limits.seconds,
              up: one('pitel_up'),
            },
            summary: '{{ $labels.target }} is up, but its numbers are old.',
            description:
              'The last successful poll of {{ $labels.target }} was %s ' %
              duration + 'ago, but the exporter says that it is up.',
          }),
          rows_collapsed('warning'),
          rows_collapsed('critical'),
          api_alert('PitelRowsMissing', 'warning', {
            expr: '%s > 0' % series.highest([], 'abs(%s - %s)' % [
              series.select('pitel_api_reported_rows'),
              series.select('pitel_api_rows'),
            ]),
            summary: 'Responses of {{ $labels.target }} lack rows.',
            description:
              'The number of rows in responses of {{ $labels.target }} ' +
              'differs by %s from their total.' % value,
          }),
          api_alert('PitelUnknownValues', 'info', {
            local increase(label, metric, matchers=[]) = series.increase(
              [label],
              [],
              series.select(metric, matchers),
              alerts.PitelUnknownValues.window
            ),
            expr: |||
              %(values)s > 0
              or
              %(rows)s > 0
            ||| % {
              values: increase(
                'field',
                'pitel_api_unknown_values_total',
                ['field!="call_time"']
              ),
              rows: increase('reason', 'pitel_api_rejected_rows_total'),
            },
            summary: 'Responses of {{ $labels.target }} contain unknown values.',
            description:
              'Responses of {{ $labels.target }} contain ' +
              '{{ if $labels.field }}an unknown {{ $labels.field }}' +
              '{{ else }}rows that cannot be read ({{ $labels.reason }})' +
              '{{ end }}: %s times within %s.' %
              [value, alerts.PitelUnknownValues.window],
          }),
          api_alert('PitelLabelOverflow', 'warning', {
            expr: '%s > 0' % series.highest(
              ['label'], series.select('pitel_overflowed_label_values')
            ),
            summary: '{{ $labels.target }} has more {{ $labels.label }}s than ' +
                     'the limits allow.',
            description:
              '%s values of the label {{ $labels.label }} of ' % value +
              '{{ $labels.target }} exceed the limits and are shown as %s.' %
              config.folded,
          }),
          api_alert('PitelClockSkew', 'warning', {
            local limits = alerts.PitelClockSkew,
            local named(clock, expression) =
              'label_replace(\n%s,\n  "clock", "%s", "", ""\n)' %
              [series.indented(expression), clock],
            local offset = one('pitel_call_time_offset_seconds'),
            local started = series.increase(
              [],
              ['tenant', 'direction'],
              series.select('pitel_calls_started_total'),
              limits.window
            ),
            expr: std.join('\nor\n', [
              named('Date header', '%s > %d' % [
                series.highest(
                  [], 'abs(%s)' % series.select('pitel_api_clock_skew_seconds')
                ),
                limits.seconds,
              ]),
              named('call_time', '%s > %d' % [offset, limits.seconds]),
              // The newest call is old, although calls start.
              named('call_time', '%s < -%d\nand\n%s >= 0.5' % [
                offset,
                limits.oldest_seconds,
                started,
              ]),
            ]),
            summary: 'The clock or the time zone of {{ $labels.target }} is wrong.',
            description:
              'The {{ $labels.clock }} of {{ $labels.target }} differs ' +
              "from the exporter's clock by %s. " % duration +
              'If that is whole hours, `timezone` is wrong.',
          }),
          api_alert('PitelPollSlow', 'warning', {
            local limits = alerts.PitelPollSlow,
            expr: |||
              %(duration)s
              / %(timeout)s
              > %(share)g
            ||| % {
              duration: series.highest([], series.over_time(
                'avg_over_time',
                series.select('pitel_poll_duration_seconds'),
                limits.window
              )),
              timeout: one('pitel_poll_timeout_seconds'),
              share: limits.share_of_timeout,
            },
            summary: 'Polls of {{ $labels.target }} take almost as long as their timeout.',
            description:
              'Polls of {{ $labels.target }} take %s of their timeout.' %
              percent,
          }),
        ],
      },
    ],
  },
}
