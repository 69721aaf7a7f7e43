// The PBX servers behind a target.
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

  local legs = 'pitel_active_legs:sum',
  // All ringing phones stop at once when a caller is answered or gives up.
  local oncall = 'pitel_active_legs_oncall:sum',
  local extensions = 'pitel_extensions:sum',
  // Without the overflow bucket.
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
            summary: 'Server lost its calls while the others kept theirs.',
            description:
              'Only %s of the legs on %s are left, ' % [percent, server] +
              'compared with the average of %s. The other servers kept ' %
              limits.window + 'theirs.',
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
            summary: 'Server dropped its calls all at once.',
            description:
              'Only %s of the legs on %s are left, ' % [percent, server] +
              'compared with %s before. Calls do not end that fast by ' %
              limits.before + 'themselves.',
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
            summary: 'Server lost its phones while the others kept theirs.',
            description:
              'Only %s of the phones on %s are left, ' % [percent, server] +
              'compared with %s before. The other servers kept theirs.' %
              limits.before,
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
            summary: 'Calls on a server have not changed for minutes.',
            description:
              'None of the %s legs on %s came or went within %s: ' %
              [value, server, limits.window] + 'they are not real.',
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
            summary: 'Calls to many tenants are not answered.',
            description:
              'The tenants of {{ $labels.target }} received %s calls ' %
              value + 'within 15 minutes, and almost none was answered.',
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
            summary: 'The API shows calls that cannot be real.',
            description:
              '%s legs on %s have been ringing or ' % [value, server] +
              'on call for longer than is plausible.',
          })
          for severity in ['info', 'warning']
        ],
      },
    ],
  },
}
