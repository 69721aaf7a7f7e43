// Whether the API answers, and whether its answers can be trusted.
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

  local one(metric) = series.one(series.select(metric)),
  local value = '{{ $value | printf "%.0f" }}',
  local percent = '{{ $value | humanizePercentage }}',
  local duration = '{{ $value | humanizeDuration }}',

  local failures(matchers, window, and_without) =
    series.sum(
      and_without,
      series.increase(
        series.select('pitel_api_request_failures_total', matchers), window
      )
    ),

  prometheusAlerts+:: {
    groups+: [
      {
        name: 'pitel-api',
        interval: config.normal_interval,
        rules: [
          api_alert('PitelTargetDown', 'critical', {
            expr: '%s == 0' % one('pitel_up'),
            dashboard: 'targets',
            summary: 'The API of a target does not give good answers.',
            description:
              'No poll of {{ $labels.target }} succeeded for %s.' %
              alerts.PitelTargetDown.pending,
          }),
          api_alert('PitelTargetsDown', 'critical', {
            local limits = alerts.PitelTargetsDown,
            expr: |||
              count without (target) (%(up)s == 0) >= %(targets)d
              and
              count without (target) (%(up)s == 0)
              >= %(share)g * count without (target) (%(up)s)
            ||| % {
              up: one('pitel_up'),
              targets: limits.targets,
              share: limits.share,
            },
            dashboard: 'targets',
            variables: [],
            summary: 'Many targets are down at once.',
            description:
              '%s targets give no good answers: the network, the DNS or ' %
              value + 'something else that they share.',
          }),
          api_alert('PitelTargetFlapping', 'warning', {
            local limits = alerts.PitelTargetFlapping,
            local over_time(operation) = series.one(
              '%s(%s[%s])' %
              [operation, series.select('pitel_up'), limits.window]
            ),
            // A single outage is down, up again, and no more.
            expr: |||
              %(availability)s > 0 < %(limit)g
              and
              %(changes)s >= %(fewest)d
            ||| % {
              availability: over_time('avg_over_time'),
              limit: limits.availability,
              changes: over_time('changes'),
              fewest: limits.changes,
            },
            dashboard: 'targets',
            summary: 'The API of a target fails now and then.',
            description:
              '%s of the polls of {{ $labels.target }} within %s ' %
              [percent, limits.window] + 'succeeded.',
          }),
          api_alert('PitelAuthFailing', 'critical', {
            local limits = alerts.PitelAuthFailing,
            expr: |||
              %(failures)s >= %(floor)s
              and ignoring (reason)
              %(up)s == 0
            ||| % {
              failures: failures(
                ['reason=~"unauthorized|forbidden"'],
                limits.window,
                ['operation'],
              ),
              floor: series.floor(limits.failures),
              up: one('pitel_up'),
            },
            summary: 'The API refuses the credential.',
            description:
              'The API of {{ $labels.target }} refuses the credential as ' +
              '{{ $labels.reason }}: ' +
              '{{ if eq $labels.reason "forbidden" }}' +
              'the account lacks the permission view_monitor' +
              '{{ else }}the key is to be replaced{{ end }}.',
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
                ['operation="token"'], limits.window, ['operation', 'reason']
              ),
            },
            summary: 'A token is about to expire and cannot be renewed.',
            description:
              'The token of {{ $labels.target }} expires in %s, and ' %
              duration + 'the API gives no other.',
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
            summary: 'A target is up, and yet its numbers are old.',
            description:
              'The last good answer of {{ $labels.target }} is %s old, ' %
              duration + 'and the exporter says that it is up.',
          }),
          api_alert('PitelRowsCollapsed', 'warning', {
            local limits = alerts.PitelRowsCollapsed,
            expr: |||
              %(rows)s
              / (%(average)s >= %(fewest)d)
              < %(share)g
            ||| % {
              rows: one('pitel_api_rows'),
              average: series.one('avg_over_time(%s[%s] offset %s)' % [
                series.select('pitel_api_rows'),
                limits.window,
                limits.pending,
              ]),
              fewest: limits.rows,
              share: limits.share,
            },
            summary: 'The answers of an API became much smaller.',
            description:
              'Good answers of {{ $labels.target }} have %s of the ' %
              percent + 'rows that they had on average within %s.' %
                        limits.window,
          }),
          api_alert('PitelRowsMissing', 'warning', {
            expr: '%s > 0' % series.one('abs(%s - %s)' % [
              series.select('pitel_api_reported_rows'),
              series.select('pitel_api_rows'),
            ]),
            summary: 'Answers do not have the rows that they claim.',
            description:
              'The answers of {{ $labels.target }} differ by %s rows ' %
              value + 'from the total that they state.',
          }),
          api_alert('PitelUnknownValues', 'info', {
            local increase(metric, matchers) = series.increase(
              series.select(metric, matchers),
              alerts.PitelUnknownValues.window
            ),
            expr: |||
              %(values)s > 0
              or
              %(rows)s > 0
            ||| % {
              values: increase(
                'pitel_api_unknown_values_total', ['field!="call_time"']
              ),
              rows: increase('pitel_api_rejected_rows_total', []),
            },
            summary: 'Answers have values that the exporter does not know.',
            description:
              'Good answers of {{ $labels.target }} have ' +
              '{{ if $labels.field }}an unknown {{ $labels.field }}' +
              '{{ else }}rows that cannot be read ({{ $labels.reason }})' +
              '{{ end }}: %s times within %s.' %
              [value, alerts.PitelUnknownValues.window],
          }),
          api_alert('PitelLabelOverflow', 'warning', {
            expr: '%s > 0' % one('pitel_overflowed_label_values'),
            summary: 'More tenants or servers than the limits let through.',
            description:
              '%s values of the label {{ $labels.label }} of ' % value +
              '{{ $labels.target }} are beyond the limits and shown as %s.' %
              config.folded,
          }),
          api_alert('PitelClockSkew', 'warning', {
            local limits = alerts.PitelClockSkew,
            local named(clock, expression) =
              'label_replace(\n%s,\n  "clock", "%s", "", ""\n)' %
              [series.indented(expression), clock],
            local offset = one('pitel_call_time_offset_seconds'),
            local started = series.sum(
              ['tenant', 'direction'],
              series.increase(
                series.select('pitel_calls_started_total'), limits.window
              )
            ),
            expr: std.join('\nor\n', [
              named('Date header', '%s > %d' % [
                series.one(
                  'abs(%s)' % series.select('pitel_api_clock_skew_seconds')
                ),
                limits.seconds,
              ]),
              named('call_time', '%s > %d' % [offset, limits.seconds]),
              // The newest call is old, and yet calls start.
              named('call_time', '%s < -%d\nand\n%s >= 0.5' % [
                offset,
                limits.oldest_seconds,
                started,
              ]),
            ]),
            summary: 'The clock of an API, or its time zone, is wrong.',
            description:
              'The {{ $labels.clock }} of {{ $labels.target }} differs ' +
              'from our clock by %s. ' % duration +
              'Whole hours mean a wrong `timezone` in the configuration.',
          }),
          api_alert('PitelPollSlow', 'warning', {
            local limits = alerts.PitelPollSlow,
            expr: |||
              %(duration)s
              / %(timeout)s
              > %(share)g
            ||| % {
              duration: series.one('avg_over_time(%s[%s])' % [
                series.select('pitel_poll_duration_seconds'),
                limits.window,
              ]),
              timeout: one('pitel_poll_timeout_seconds'),
              share: limits.share_of_timeout,
            },
            summary: 'Polls take nearly as long as they may.',
            description:
              'Polls of {{ $labels.target }} take %s of their timeout.' %
              percent,
          }),
        ],
      },
    ],
  },
}
