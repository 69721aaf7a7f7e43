// The PBX servers behind a target.
{
  local config = $._config,
  local alerts = config.alerts,
  local series = (import '../series.libsonnet')(config),
  local tenants = (import '../tenants.libsonnet')(config),
  local alert = (import 'alert.libsonnet')(config),

  local platform_alert(name, severity, fields) = alert(name, {
    severity: severity,
    scope: 'platform',
    dashboard: 'targets',
    variables: ['target'],
  } + fields),

  local text = import 'text.libsonnet',
  local value = text.value,
  local percent = text.percent,
  local server = 'server {{ $labels.server }} of {{ $labels.target }}',

  local legs = 'pitel_active_legs:sum',
  // All ringing phones stop at once when a caller is answered or gives up.
  local oncall = 'pitel_active_legs_oncall:sum',
  local extensions = 'pitel_extensions:sum',
  // Without the overflow bucket.
  local by_server(metric) =
    'target_server:%s{server!="%s"}' % [metric, config.folded],

  // Rows that the API left out say nothing about calls. If hardly any are left,
  // PitelRowsCollapsed says so.
  local unless_rows_are_missing = |||
    unless ignoring (server)
    %s > 0.05
    unless ignoring (server)
    target:pitel_api_rows:max < %g * %s
  ||| % [
    series.over_time(
      'max_over_time', 'target:pitel_api_missing_rows:ratio', '5m'
    ),
    alerts.PitelRowsCollapsed.critical.share,
    series.over_time(
      'avg_over_time', 'target:pitel_api_rows:max', '15m', '1m'
    ),
  ],

  // There were more legs than usual at this hour; or a campaign or conference
  // of one tenant ended; or what a crash had left behind was removed. `before`
  // turns a series into its value before, `most` into the most that it was.
  local unless_it_is_explained(before, most=before) =
    local falls = alerts.server_falls;
    local rest = 'target_server:pitel_active_legs_oncall_rest:sum';
    local calls = 'target_server:pitel_active_calls_oncall:sum';
    local stale = 'target_server:pitel_stale_legs:sum';
    |||
      unless
      %(legs)s > %(times)g * target_server:pitel_active_legs_oncall:usual
      unless
      %(now)s >= %(share_of_rest)g * (%(rest)s >= %(few)d)
      unless
      %(calls)s < %(share_of_calls)g * %(legs)s
      unless
      %(stale_before)s - %(stale)s
      > %(share_stale)g * (%(legs)s - %(now)s)
    ||| % {
      stale: stale,
      stale_before: before(stale),
      share_stale: falls.share_stale,
      now: 'target_server:' + oncall,
      legs: before('target_server:' + oncall),
      times: falls.times_usual,
      rest: most(rest),
      few: falls.rest,
      share_of_rest: falls.share_of_rest,
      calls: before(calls),
      share_of_calls: falls.share_of_calls,
    },

  // The other servers have what this one had: it was drained.
  local unless_others_took_over(metric, before) = |||
    unless
    %(others_now)s
    >= %(others_before)s
    + %(share)g * %(before)s
  ||| % {
    others_now: series.others(metric),
    others_before: series.others(metric, before),
    share: alerts.server_falls.share_taken_over,
    before: before('target_server:' + metric),
  },

  // It ends when the server has again what it had, not when having lost it has
  // become usual. An exporter that restarts does not know a server without rows.
  local or_still_lost(name, metric, limits) = |||
    or
    (
      %(now)s
      or
      0 * %(most)s
      and %(on_target)s
      target:%(metric)s
    )
    / %(most)s
    < %(share)g
    and %(on)s
    ALERTS{alertname="%(name)s", alertstate="firing"}
  ||| % {
    on_target: series.on(),
    metric: metric,
    now: by_server(metric),
    most: series.over_time(
      'max_over_time', 'target_server:' + metric, limits.longest
    ),
    share: limits.share,
    on: series.on(['server']),
    name: name,
  },

  local counts(metric, before) =
    text.answer(
      'target_server:%s{target=$target, server=$server}' % metric,
      ['target', 'server'],
      ' (',
      text.answer(
        'target_server:%s{target=$target, server=$server} offset %s' %
        [metric, before],
        ['target', 'server'],
        ' of '
      ) + ')'
    ),

  prometheusAlerts+:: {
    groups+: [
      {
        name: 'pitel-servers',
        interval: config.fast_interval,
        rules: [
          platform_alert('PitelServerLostCalls', 'critical', {
            local limits = alerts.PitelServerLostCalls,
            local average(of) = series.over_time(
              'avg_over_time', of, limits.window, limits.pending
            ),
            expr: |||
              %(now)s
              / (%(average)s >= %(fewest)d)
              < %(share)g
              and
              %(others_now)s
              > %(share_of_others)g * %(others_average)s
              %(taken_over)s%(explained)s%(missing)s%(still)s
            ||| % {
              now: by_server(oncall),
              average: average('target_server:' + oncall),
              fewest: limits.legs,
              share: limits.share,
              others_now: series.others(oncall),
              others_average: series.others(oncall, average),
              share_of_others: limits.share_of_others,
              taken_over: unless_others_took_over(oncall, average),
              explained: unless_it_is_explained(average, function(of)
                series.over_time(
                  'max_over_time', of, limits.window, limits.pending
                )),
              missing: unless_rows_are_missing,
              still: or_still_lost('PitelServerLostCalls', oncall, limits),
            },
            summary: 'Calls are lost on %s.' % server,
            description:
              'Only %s of the legs on %s are left' % [percent, server] +
              counts(oncall, limits.window) +
              '. The other servers kept theirs.',
          }),
          platform_alert('PitelServerDroppedCalls', 'critical', {
            local limits = alerts.PitelServerDroppedCalls,
            local before(of) = '%s offset %s' % [of, limits.before],
            expr: |||
              %(most)s
              / (%(before)s >= %(fewest)d)
              < %(share)g
              unless ignoring (server)
              %(polls)s < %(fewest_polls)d
              %(explained)s%(missing)s
            ||| % {
              // Polls that are rarer do not show whether calls ended all at once.
              polls: series.highest([], series.over_time(
                'changes',
                series.select('pitel_last_success_timestamp_seconds'),
                '5m'
              )),
              fewest_polls: limits.polls_in_5m,
              most: series.over_time(
                'max_over_time', by_server(oncall), limits.window
              ),
              before: before('target_server:' + oncall),
              fewest: limits.legs,
              share: limits.share,
              explained: unless_it_is_explained(before),
              missing: unless_rows_are_missing,
            },
            summary: 'Calls were dropped all at once on %s.' % server,
            description:
              'Only %s of the legs on %s are left' % [percent, server] +
              counts(oncall, limits.before) +
              '. Calls do not end that fast by themselves.',
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
              %(taken_over)sunless
              %(now)s >= %(share)g * %(usual)s
              and (
                %(lately)s - %(now)s
                > %(rest)g * %(before)s
                or
                %(usual)s
              )
              %(missing)s%(still)s
            ||| % {
              now: by_server(extensions),
              before: before('target_server:' + extensions),
              fewest: limits.extensions,
              usual: 'target_server:pitel_extensions:usual',
              lately: 'target_server:%s offset %s' %
                      [extensions, limits.within_on_first_day],
              share: limits.share,
              rest: 1 - limits.share,
              others_now: series.others(extensions),
              others_before: series.others(extensions, before),
              share_of_others: limits.share_of_others,
              taken_over: unless_others_took_over(extensions, before),
              missing: unless_rows_are_missing,
              still: or_still_lost(
                'PitelServerExtensionsLost', extensions, limits
              ),
            },
            summary: 'Phones are lost on %s.' % server,
            description:
              'Only %s of the phones on %s are left' % [percent, server] +
              counts(extensions, limits.before) +
              '. The other servers kept theirs.',
          }),
          platform_alert('PitelCallsFrozen', 'critical', {
            local limits = alerts.PitelCallsFrozen,
            expr: |||
              %(now)s >= %(fewest)d
              and
              %(legs)s offset %(window)s
              and
              %(changes)s == 0
              unless
              %(legs)s > %(times)g * target_server:pitel_active_legs_oncall:usual
              unless
              target_server:pitel_active_calls_oncall:sum
              < %(share_of_calls)g * %(legs)s
            ||| % {
              now: by_server(legs),
              legs: 'target_server:' + legs,
              fewest: limits.legs,
              window: limits.window,
              times: alerts.server_falls.times_usual,
              share_of_calls: alerts.server_falls.share_of_calls,
              changes: series.sum(
                ['server'],
                ['tenant', 'direction', 'state'],
                series.over_time(
                  'changes', series.select('pitel_active_legs'), limits.window
                )
              ),
            },
            summary: 'Calls on %s are frozen.' % server,
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
          // Whatever it is, the platform is the place to look for the cause.
          platform_alert('PitelTenantsInTrouble', 'critical', {
            local limits = alerts.PitelTenantsInTrouble,
            local troubled =
              'count by (job, target, tenant) (\n%s\n)' %
              '  ALERTS{alertstate="firing", scope="tenant", severity!="info"}',
            expr: |||
              count by (job) (
              %(troubled)s
              ) >= %(tenants)d
              unless
              count by (job) (
              %(troubled)s
              ) < %(share)g * count by (job) (
                target_tenant:pitel_ringing_callers:max
              )
            ||| % {
              troubled: series.indented(troubled),
              tenants: limits.tenants,
              share: limits.share,
            },
            variables: [],
            summary: 'Many tenants are in trouble.',
            description:
              '%s tenants have alerts at the same time' % value +
              text.list(
                'topk(5, count by (alertname) (ALERTS{alertstate="firing", ' +
                'scope="tenant"}))',
                [],
                '{{ $one.Labels.alertname }} ' +
                '({{ $one.Value | printf "%.0f" }})'
              ) + '. Most affected targets' + text.list(
                'topk(5, count by (target) (ALERTS{alertstate="firing", ' +
                'scope="tenant"}))',
                [],
                '{{ $one.Labels.target }} ({{ $one.Value | printf "%.0f" }})'
              ) + '.',
          }),
          platform_alert('PitelNoCallsAnsweredAnywhere', 'critical', {
            local limits = alerts.PitelNoCallsAnsweredAnywhere,
            // Of tenants that are open and answer at this time, on other days.
            local calls(what, fewest='') = tenants.while_open(|||
              target_tenant:pitel_calls_inbound_%s:increase15m%s
              unless
              target_tenant:pitel_calls_inbound_unanswered:usual > %g
            ||| % [what, fewest, config.never_answers], '15m'),
            expr: |||
              sum without (tenant) (
              %(started)s
              ) >= %(floor)s
              and
              sum without (tenant) (
              %(answered)s
              ) < %(share)g * sum without (tenant) (
              %(started)s
              )
              and
              count without (tenant) (
              %(some)s
              ) >= %(tenants)d
            ||| % {
              started: series.indented(calls('started')),
              answered: series.indented(calls('answered')),
              some: series.indented(calls('started', ' >= 0.5')),
              floor: series.floor(limits.calls),
              share: limits.share,
              tenants: limits.tenants,
            },
            summary: 'Calls to many tenants of {{ $labels.target }} are not ' +
                     'answered.',
            description:
              'The tenants of {{ $labels.target }} received %s calls ' %
              value + 'within 15 minutes, and almost none was answered.',
          }),
        ] + [
          platform_alert('PitelStaleLegs', severity, {
            expr: |||
              %s > %d
            ||| % [
              series.sum(
                ['server'],
                ['tenant', 'state'],
                series.select('pitel_stale_legs')
              ),
              alerts.PitelStaleLegs[severity],
            ],
            summary: 'Calls on %s cannot be real.' % server,
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
