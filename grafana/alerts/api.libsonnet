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
            summary: 'The API of a target cannot be polled.',
            description:
              'No poll of {{ $labels.target }} has succeeded for %s.' %
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
              '%s targets cannot be polled. They may share a cause, such as ' %
              value + 'the network or DNS.',
          }),
          api_alert('PitelTargetFlapping', 'warning', {
            local limits = alerts.PitelTargetFlapping,
            local over_time(operation) = series.one(
              '%s(%s[%s])' %
              [operation, series.select('pitel_up'), limits.window]
            ),
            // A single outage goes down and up again only once.
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
            summary: 'The API of a target fails intermittently.',
            description:
              'Only %s of the polls of {{ $labels.target }} within %s ' %
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
            summary: 'The API rejects the credential.',
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
                ['operation="token"'], limits.window, ['operation', 'reason']
              ),
            },
            summary: 'A token is about to expire and cannot be renewed.',
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
            summary: 'A target is up, but its numbers are old.',
            description:
              'The last successful poll of {{ $labels.target }} was %s ' %
              duration + 'ago, but the exporter says that it is up.',
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
            summary: 'Responses of an API have become much smaller.',
            description:
              'Responses of {{ $labels.target }} have only %s of the ' %
              percent + 'rows that they had on average within %s.' %
                        limits.window,
          }),
          api_alert('PitelRowsMissing', 'warning', {
            expr: '%s > 0' % series.one('abs(%s - %s)' % [
              series.select('pitel_api_reported_rows'),
              series.select('pitel_api_rows'),
            ]),
            summary: 'Responses do not have as many rows as they claim.',
            description:
              'The number of rows in responses of {{ $labels.target }} ' +
              'differs by %s from their total.' % value,
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
            summary: 'Responses contain values unknown to the exporter.',
            description:
              'Responses of {{ $labels.target }} contain ' +
              '{{ if $labels.field }}an unknown {{ $labels.field }}' +
              '{{ else }}rows that cannot be read ({{ $labels.reason }})' +
              '{{ end }}: %s times within %s.' %
              [value, alerts.PitelUnknownValues.window],
          }),
          api_alert('PitelLabelOverflow', 'warning', {
            expr: '%s > 0' % one('pitel_overflowed_label_values'),
            summary: 'There are more tenants or servers than the limits allow.',
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
              // The newest call is old, although calls start.
              named('call_time', '%s < -%d\nand\n%s >= 0.5' % [
                offset,
                limits.oldest_seconds,
                started,
              ]),
            ]),
            summary: 'The clock or the time zone of an API is wrong.',
            description:
              'The {{ $labels.clock }} of {{ $labels.target }} differs ' +
              'from our clock by %s. ' % duration +
              'If that is whole hours, `timezone` is wrong.',
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
            summary: 'Polls take almost as long as their timeout.',
            description:
              'Polls of {{ $labels.target }} take %s of their timeout.' %
              percent,
          }),
        ],
      },
    ],
  },
}
