// Problems that callers of a tenant notice, and unusual calls of a tenant.
{
  local config = $._config,
  local alerts = config.alerts,
  local series = (import '../series.libsonnet')(config),
  local alert = (import 'alert.libsonnet')(config),

  // Not the overflow bucket.
  local tenants = 'tenant!="%s"' % config.folded,
  local of_tenants(metric, matchers=[]) =
    series.select(metric, [tenants] + matchers),

  local tenant_alert(name, severity, fields) = alert(name, {
    severity: severity,
    scope: 'tenant',
    dashboard: 'tenant',
    variables: ['target', 'tenant'],
  } + fields),

  local who = '{{ $labels.tenant }} on {{ $labels.target }}',
  local value = '{{ $value | printf "%.0f" }}',

  local callers = series.one(of_tenants('pitel_ringing_callers')),
  local oldest = series.one(of_tenants('pitel_ringing_oldest_seconds')),

  // A ratio suits tenants of any size: 12 s of ringing before 180 s of talking
  // is 0.07.
  local backlog = |||
    %(callers)s >= %(fewest)d
    and
    %(callers)s
    > %(share)g * sum without (server, direction, state) (
      %(oncall)s
    )
  ||| % {
    callers: callers,
    fewest: alerts.PitelRingingBacklog.callers,
    share: alerts.PitelRingingBacklog.share_of_oncall,
    oncall: series.one(of_tenants(
      'pitel_active_calls', ['direction="inbound"', 'state="oncall"']
    )),
  },

  local unanswered_share_of_week =
    'target_tenant:pitel_calls_inbound_unanswered:ratio_rate1w',
  local unless_it_never_answers =
    'unless\n%s > %g' % [unanswered_share_of_week, config.never_answers],

  local ringing_too_long(severity) =
    local limits = alerts.PitelRingingTooLong[severity];
    local alone = limits.callers == 1;
    tenant_alert('PitelRingingTooLong', severity, {
      times: { pending: limits.pending },
      expr:
        '%s > %d\n' % [oldest, limits.seconds] +
        (if alone then '' else 'and\n%s >= %d\n' % [callers, limits.callers]) +
        unless_it_never_answers,
      summary: 'A caller has been ringing for too long.',
      description:
        'A caller of %s has been ringing for ' % who +
        '{{ $value | humanizeDuration }}' +
        if alone then '.' else
          '; at least %d callers are waiting.' % limits.callers,
    }),

  // A series that rules/rules.libsonnet records.
  local recorded(name) = '%s{%s}' % [name, tenants],

  // In the hours of the operator's zone.
  local night =
    local hour = 'hour(vector(time() + %d))' %
                 (config.night.utc_offset_hours * 3600);
    '%s >= %d %s %s < %d' % [
      hour,
      config.night.from,
      if config.night.from > config.night.to then 'or' else 'and',
      hour,
      config.night.to,
    ],

  prometheusAlerts+:: {
    groups+: [
      {
        name: 'pitel-ringing',
        interval: config.fast_interval,
        rules: [
          tenant_alert('PitelRingingBacklog', 'critical', {
            expr: backlog,
            summary: 'Tenant has a backlog of ringing callers.',
            description:
              '%s callers of %s are ringing: more than %d %% of its ' %
              [value, who, alerts.PitelRingingBacklog.share_of_oncall * 100] +
              'inbound calls in progress.',
          }),
          alert('PitelRingingBacklogs', {
            severity: 'critical',
            scope: 'platform',
            dashboard: 'targets',
            variables: ['target'],
            expr: 'count without (tenant) (\n%s\n) >= %d' % [
              series.indented(backlog),
              alerts.PitelRingingBacklogs.tenants,
            ],
            summary: 'Several tenants have a backlog of ringing callers.',
            description:
              '%s tenants on {{ $labels.target }} have a backlog of ' % value +
              'ringing callers at the same time.',
          }),
          ringing_too_long('warning'),
          ringing_too_long('critical'),
        ],
      },
      {
        name: 'pitel-calls',
        interval: config.normal_interval,
        rules: [
          tenant_alert('PitelNoCallsAnswered', 'critical', {
            expr: |||
              %(started)s >= %(floor)s
              and
              target_tenant:pitel_calls_inbound_answered:increase15m < 0.5
              %(unless)s
            ||| % {
              started: recorded(
                'target_tenant:pitel_calls_inbound_started:increase15m'
              ),
              floor: series.floor(alerts.PitelNoCallsAnswered.calls),
              unless: unless_it_never_answers,
            },
            summary: 'Tenant answers none of its incoming calls.',
            description:
              '%s received %s calls within 15 minutes and ' % [who, value] +
              'answered none of them.',
          }),
          tenant_alert('PitelUnansweredHigh', 'warning', {
            local limits = alerts.PitelUnansweredHigh,
            local unanswered =
              recorded('target_tenant:pitel_calls_inbound_unanswered:' +
                       'increase30m'),
            local finished =
              'target_tenant:pitel_calls_inbound_finished:increase30m',
            expr: |||
              %(unanswered)s
              / (%(finished)s >= %(floor)s)
              > %(limit)g + %(chance)s
              unless
              %(unanswered)s
              / %(finished)s
              <= %(times)g * %(week)s
            ||| % {
              unanswered: unanswered,
              finished: finished,
              floor: series.floor(limits.calls),
              limit: limits.share,
              chance: series.chance(limits.share, finished),
              times: limits.times_own_week,
              week: unanswered_share_of_week,
            },
            summary: 'Tenant leaves many incoming calls unanswered.',
            description:
              '%s left {{ $value | humanizePercentage }} of the calls ' % who +
              'of the last 30 minutes unanswered, more than in its last week.',
          }),
          tenant_alert('PitelServiceLevelLow', 'warning', {
            local limits = alerts.PitelServiceLevelLow,
            local waits =
              recorded('target_tenant:pitel_call_wait_seconds_bucket:' +
                       'increase1h'),
            local answered =
              'target_tenant:pitel_call_wait_seconds_count:increase1h',
            expr: |||
              max without (le) (%(waits)s)
              / (%(answered)s >= %(floor)s)
              < %(limit)g - %(chance)s
            ||| % {
              waits: waits,
              answered: answered,
              floor: series.floor(limits.calls),
              limit: limits.share,
              chance: series.chance(limits.share, answered),
            },
            summary: 'Tenant answers calls too late.',
            description:
              'Only {{ $value | humanizePercentage }} of the calls that %s ' %
              who + 'answered in the last hour were answered within ' +
              '%d seconds.' % config.service_level.seconds,
          }),
          tenant_alert('PitelAgentsSaturated', 'warning', {
            // Where all phones always talk (or idle ones have no row), this
            // says nothing.
            expr: |||
              sum without (state) (%(extensions)s{state="oncall", %(tenants)s})
              / (sum without (state) (%(extensions)s) >= %(fewest)d)
              > %(limit)g
              and
              sum without (state) (
                max_over_time(%(extensions)s{state="idle"}[1d])
              ) > 0
            ||| % {
              extensions: 'target_tenant_state:pitel_extensions:sum',
              tenants: tenants,
              fewest: alerts.PitelAgentsSaturated.extensions,
              limit: alerts.PitelAgentsSaturated.share,
            },
            summary: 'All phones of a tenant are in use.',
            description:
              '{{ $value | humanizePercentage }} of the phones of ' +
              '%s are in calls: no phone can ring for new callers.' % who,
          }),
          tenant_alert('PitelOutboundOffHours', 'warning', {
            local limits = alerts.PitelOutboundOffHours,
            local calls(name) = '%s:%s{direction="outbound", %s}' % [
              'target_tenant_direction:pitel_active_calls_oncall',
              name,
              tenants,
            ],
            expr: |||
              %(now)s > %(calls)d
              unless
              %(now)s
              <= %(times)g * max_over_time(%(average)s[1h] offset 23h30m)
              and ignoring (tenant, direction)
              %(known)s
              and on ()
              (%(night)s)
            ||| % {
              now: calls('sum'),
              average: calls('avg5m'),
              calls: limits.calls,
              times: limits.times_last_night,
              known: series.known_yesterday,
              night: night,
            },
            summary: 'Tenant has more outbound calls than last night.',
            description:
              '%s has %s outbound calls at night, more than ' % [who, value] +
              'last night. This may be fraud.',
          }),
          tenant_alert('PitelTenantSurge', 'warning', {
            local limits = alerts.PitelTenantSurge,
            expr: |||
              sum without (direction) (%(calls)s)
              > %(times)g * clamp_min(
                target_tenant:pitel_active_calls_oncall:p95_1w, %(fewest)d
              )
              and ignoring (tenant)
              %(known)s
            ||| % {
              calls: recorded(
                'target_tenant_direction:pitel_active_calls_oncall:sum'
              ),
              times: limits.times_own_week,
              fewest: limits.calls,
              known: series.known_yesterday,
            },
            summary: 'Tenant has many more calls than in its last week.',
            description:
              '%s has %s calls in progress, more than ' % [who, value] +
              '%g times the 95th percentile of its last week.' %
              limits.times_own_week,
          }),
        ],
      },
    ],
  },
}
