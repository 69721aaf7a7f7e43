// What happens on the PBX servers behind a target.
{
  local config = $._config,
  local alerts = config.alerts,
  local series = (import '../series.libsonnet')(config),
  local alert = (import 'alert.libsonnet')(config),

  local platform_alert(name, severity, fields) = alert(name, {
    severity: severity,
    scope: 'platform',
    dashboard: 'targets',
    variables: ['target'],
  } + fields),

  local value = '{{ $value | printf "%.0f" }}',
  local percent = '{{ $value | humanizePercentage }}',
  local server = 'server {{ $labels.server }} of {{ $labels.target }}',

  // The heap of servers is no server.
  local legs = 'pitel_active_legs:sum',
  // Phones that ring stop all at once when somebody answers, or gives up.
  local oncall = 'pitel_active_legs_oncall:sum',
  local extensions = 'pitel_extensions:sum',
  local by_server(metric) =
    'target_server:%s{server!="%s"}' % [metric, config.folded],

  // Rows that the API left out say nothing about calls.
  local unless_rows_are_missing =
    'unless ignoring (server)\n' +
    'max_over_time(target:pitel_api_missing_rows:ratio[5m]) > 0.05',

  prometheusAlerts+:: {
    groups+: [
      {
        name: 'pitel-servers',
        interval: config.fast_interval,
        rules: [
          platform_alert('PitelServerLostCalls', 'critical', {
            local limits = alerts.PitelServerLostCalls,
            local average(of) =
              'avg_over_time(%s[%s] offset %s)' %
              [of, limits.window, limits.pending],
            expr: |||
              %(now)s
              / (%(average)s >= %(fewest)d)
              < %(share)g
              and
              %(others_now)s
              > %(share_of_others)g * %(others_average)s
              %(unless)s
            ||| % {
              now: by_server(oncall),
              average: average('target_server:' + oncall),
              fewest: limits.legs,
              share: limits.share,
              others_now: series.others(oncall),
              others_average: series.others(oncall, average),
              share_of_others: limits.share_of_others,
              unless: unless_rows_are_missing,
            },
            summary: 'A server lost its calls, the others have theirs.',
            description:
              'On %s there are %s of the legs that it had ' %
              [server, percent] +
              'on average within %s, while the other servers keep theirs.' %
              limits.window,
          }),
          platform_alert('PitelServerDroppedCalls', 'critical', {
            local limits = alerts.PitelServerDroppedCalls,
            expr: |||
              max_over_time(%(now)s[%(window)s])
              / (%(legs)s offset %(before)s >= %(fewest)d)
              < %(share)g
              %(unless)s
            ||| % {
              now: by_server(oncall),
              window: limits.window,
              legs: 'target_server:' + oncall,
              before: limits.before,
              fewest: limits.legs,
              share: limits.share,
              unless: unless_rows_are_missing,
            },
            summary: 'A server dropped its calls all at once.',
            description:
              'On %s %s of the legs of %s before are ' %
              [server, percent, limits.before] +
              'left: no calls end that fast by themselves.',
          }),
          platform_alert('PitelServerExtensionsLost', 'critical', {
            local limits = alerts.PitelServerExtensionsLost,
            local before(of) = '%s offset %s' % [of, limits.before],
            expr: |||
              %(now)s
              / (%(before)s >= %(fewest)d)
              < %(share)g
              and
              %(others_now)s
              > %(share_of_others)g * %(others_before)s
              %(unless)s
            ||| % {
              now: by_server(extensions),
              before: before('target_server:' + extensions),
              fewest: limits.extensions,
              share: limits.share,
              others_now: series.others(extensions),
              others_before: series.others(extensions, before),
              share_of_others: limits.share_of_others,
              unless: unless_rows_are_missing,
            },
            summary: 'A server lost its phones, the others have theirs.',
            description:
              '%s of the phones of %s before are left on ' %
              [percent, limits.before] +
              '%s, while the other servers keep theirs.' % server,
          }),
          platform_alert('PitelCallsFrozen', 'critical', {
            local limits = alerts.PitelCallsFrozen,
            expr: |||
              %(now)s >= %(fewest)d
              and
              %(legs)s offset %(window)s
              and
              sum without (tenant, direction, state) (
                %(changes)s
              ) == 0
            ||| % {
              now: by_server(legs),
              legs: 'target_server:' + legs,
              fewest: limits.legs,
              window: limits.window,
              changes: series.one(
                'changes(%s[%s])' %
                [series.select('pitel_active_legs'), limits.window]
              ),
            },
            summary: 'No call came or went for minutes.',
            description:
              'On %s there are %s legs, and within %s ' %
              [server, value, limits.window] +
              'not one came or went: they are not real.',
          }),
        ],
      },
      {
        name: 'pitel-platform',
        interval: config.normal_interval,
        rules: [
          platform_alert('PitelNoCallsAnsweredAnywhere', 'critical', {
            local limits = alerts.PitelNoCallsAnsweredAnywhere,
            local started =
              'target_tenant:pitel_calls_inbound_started:increase15m',
            local answered =
              'target_tenant:pitel_calls_inbound_answered:increase15m',
            expr: |||
              sum without (tenant) (%(started)s) >= %(floor)s
              and
              sum without (tenant) (%(answered)s)
              < %(share)g * sum without (tenant) (%(started)s)
              and
              count without (tenant) (%(started)s >= 0.5) >= %(tenants)d
            ||| % {
              started: started,
              answered: answered,
              floor: series.floor(limits.calls),
              share: limits.share,
              tenants: limits.tenants,
            },
            summary: 'Calls come in to many tenants, and none is answered.',
            description:
              '%s calls came in to the tenants of {{ $labels.target }} ' %
              value + 'within 15 minutes, and hardly one was answered.',
          }),
        ] + [
          platform_alert('PitelStaleLegs', severity, {
            expr: |||
              sum without (tenant, state) (
                %s
              ) > %d
            ||| % [
              series.one(series.select('pitel_stale_legs')),
              alerts.PitelStaleLegs[severity],
            ],
            summary: 'Calls are shown that cannot be real.',
            description:
              '%s legs on %s have been ringing or ' % [value, server] +
              'on call for longer than is believable.',
          })
          for severity in ['info', 'warning']
        ],
      },
    ],
  },
}
