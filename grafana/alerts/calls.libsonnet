// Problems that callers of a tenant notice, and unusual calls of a tenant.
{
  local config = $._config,
  local alerts = config.alerts,
  local series = (import '../series.libsonnet')(config),
  local tenants = (import '../tenants.libsonnet')(config),
  local alert = (import 'alert.libsonnet')(config),
  local text = import 'text.libsonnet',

  local tenant_alert(name, severity, fields) = alert(name, {
    severity: severity,
    scope: 'tenant',
    dashboard: 'tenant',
    variables: ['target', 'tenant'],
  } + fields),

  local platform_alert(name, severity, fields) = alert(name, {
    severity: severity,
    scope: 'platform',
    dashboard: 'targets',
    variables: ['target'],
  } + fields),

  // An alert on calls that are not answered, while the tenant is open.
  local service_alert(name, severity, fields, window=null) =
    tenant_alert(
      name, severity, fields { expr: tenants.while_open(super.expr, window) }
    ),

  local who = '{{ $labels.tenant }} on {{ $labels.target }}',

  // A series that rules/rules.libsonnet records, without the overflow bucket.
  local not_folded = 'tenant!="%s"' % config.folded,
  local recorded(name) = '%s{%s}' % [name, not_folded],
  local of_tenant(name) = name + '{target=$target, tenant=$tenant}',
  local asked(name, before='', after='', format='printf "%.0f"') =
    text.answer(of_tenant(name), ['target', 'tenant'], before, after, format),

  local callers = recorded('target_tenant:pitel_ringing_callers:max'),
  local backlog = recorded('target_tenant:pitel_ringing_backlog:callers'),
  local oldest = series.highest(
    ['tenant'], series.select('pitel_ringing_oldest_seconds', [not_folded])
  ),
  local oldest_wait = text.answer(
    'max(pitel_ringing_oldest_seconds{target=$target, tenant=$tenant})',
    ['target', 'tenant'],
    '; the oldest of them has been ringing for ',
    '',
    'humanizeDuration'
  ),

  local unanswered_of_week =
    'target_tenant:pitel_calls_inbound_unanswered:ratio_rate1w',
  local usually_unanswered =
    'target_tenant:pitel_calls_inbound_unanswered:usual',
  local unless_it_never_answers =
    'unless\n%s > %g' % [unanswered_of_week, config.never_answers],
  local unless_it_is_usual =
    'unless\n%s > %g' % [usually_unanswered, config.never_answers],

  local ringing_too_long(severity) =
    local limits = alerts.PitelRingingTooLong[severity];
    local alone = limits.callers == 1;
    service_alert('PitelRingingTooLong', severity, {
      times: { pending: limits.pending },
      expr:
        '%s > %d\n' % [oldest, limits.seconds] +
        (if alone then '' else 'and\n%s >= %d\n' % [callers, limits.callers]) +
        unless_it_never_answers + '\n' + unless_it_is_usual,
      summary: 'A caller of %s has been ringing for too long.' % who,
      description:
        'A caller of %s has been ringing for %s' % [who, text.duration] +
        asked(
          'target_tenant:pitel_ringing_callers:max',
          '; ringing callers: '
        ) + '.',
    }),

  local traffic = alerts.PitelTrafficStopped,
  // Since traffic was as usual within some hours and fell since, or outbound
  // calls are as usual, it is no holiday: one may begin in the morning, after few
  // calls. While polls fail or miss rows, no call is known to start.
  local stopped(level, matchers) = |||
    %(started)s
    < %(share)g * (%(usual)s >= %(calls)d)
    and (
      %(lately)s
      > %(share_lately)g
      and
      %(started)s
      < %(share)g * %(most)s
      or
      %(outbound)s
      > %(share_lately)g
    )
    unless %(on)s
    %(up)s < 0.5
    unless %(on)s
    %(missing)s > 0
  ||| % {
    on: series.on(),
    up: series.highest(
      [], series.over_time('avg_over_time', series.select('pitel_up'), '30m')
    ),
    // In four of five polls.
    missing: series.over_time(
      'quantile_over_time', '0.2, target:pitel_api_missing_rows:ratio', '30m'
    ),
    started:
      '%s:pitel_calls_inbound_started:increase30m%s' %
      [level, matchers],
    share: traffic.share,
    usual: '%s:pitel_calls_inbound_started:usual' % level,
    calls: traffic.calls,
    lately: series.over_time(
      'max_over_time',
      '%s:pitel_calls_inbound_started:ratio30m' % level,
      traffic.lately
    ),
    share_lately: traffic.share_lately,
    most: series.over_time(
      'max_over_time',
      '%s:pitel_calls_inbound_started:increase30m' % level,
      traffic.lately
    ),
    outbound: level + ':pitel_calls_outbound_started:ratio30m',
  },

  // Tenants of alerts that name the worst.
  local worst(query) = text.list(
    query,
    [],
    '{{ $one.Labels.tenant }} on {{ $one.Labels.target }} ' +
    '({{ $one.Value | printf "%.0f" }})'
  ),

  prometheusAlerts+:: {
    groups+: [
      {
        name: 'pitel-ringing',
        interval: config.fast_interval,
        rules: [
          service_alert('PitelRingingBacklog', 'critical', {
            expr: backlog,
            summary: '%s has a backlog of ringing callers.' % who,
            description:
              '%s callers of %s are ringing' % [text.value, who] +
              asked(
                'target_tenant:pitel_active_calls_inbound_oncall:sum',
                ', beside ',
                ' inbound calls in progress'
              ) + oldest_wait + '.',
          }),
          platform_alert('PitelRingingBacklogs', 'critical', {
            expr: 'count by (job) (\n%s\n) >= %d' % [
              series.indented(tenants.while_open(backlog)),
              alerts.PitelRingingBacklogs.tenants,
            ],
            variables: [],
            summary: 'Several tenants have a backlog of ringing callers.',
            description:
              '%s tenants have a backlog of ringing callers at the same ' %
              text.value + 'time. The worst' +
              worst('topk(5, %s)' % backlog) + '.',
          }),
          ringing_too_long('warning'),
          ringing_too_long('critical'),
          // Callers are told apart by their numbers. If many seem to have the
          // same, they count as one.
          tenant_alert('PitelCallersMerged', 'warning', {
            local limits = alerts.PitelCallersMerged,
            local phones = 'target_tenant:pitel_active_legs_inbound_ringing:sum',
            expr: |||
              %(phones)s >= %(fewest)d
              and
              %(phones)s > %(times)d * %(callers)s
              and
              %(callers)s > 0
            ||| % {
              phones: recorded(phones),
              fewest: limits.phones,
              times: limits.times,
              callers: callers,
            },
            summary: 'Callers of %s may be counted as one.' % who,
            description:
              '%s phones of %s ring' % [text.value, who] +
              asked(
                'target_tenant:pitel_ringing_callers:max',
                ', but the number of callers is '
              ) + '. Perhaps all calls show the same numbers.',
          }),
        ],
      },
      {
        name: 'pitel-calls',
        interval: config.normal_interval,
        rules: [
          service_alert('PitelNoCallsAnswered', 'critical', {
            expr: |||
              %(started)s >= %(floor)s
              and
              target_tenant:pitel_calls_inbound_answered:increase15m < 0.5
              %(unless)s
              %(usually)s
            ||| % {
              started: recorded(
                'target_tenant:pitel_calls_inbound_started:increase15m'
              ),
              floor: series.floor(alerts.PitelNoCallsAnswered.calls),
              unless: unless_it_never_answers,
              usually: unless_it_is_usual,
            },
            summary: '%s answers none of its incoming calls.' % who,
            description:
              '%s received %s calls within 15 minutes and ' %
              [who, text.value] + 'answered none of them.',
          }, '15m'),
          service_alert('PitelUnansweredHigh', 'warning', {
            local limits = alerts.PitelUnansweredHigh,
            local unanswered =
              'target_tenant:pitel_calls_inbound_unanswered:increase30m',
            local finished =
              'target_tenant:pitel_calls_inbound_finished:increase30m',
            // A week of less than a day may be of the same trouble.
            expr: |||
              %(unanswered)s
              / (%(finished)s >= %(floor)s)
              > %(limit)g + %(chance)s
              %(unless)s
              unless (
                %(unanswered)s
                / %(finished)s
                <= %(times)g * %(week)s
                and
                max_over_time(%(week)s[1h5s] offset 1d) >= 0
              )
              unless
              %(unanswered)s
              / %(finished)s
              <= %(times)g * %(usually)s
            ||| % {
              unanswered: recorded(unanswered),
              finished: finished,
              floor: series.floor(limits.calls),
              limit: limits.share,
              chance: series.chance(limits.share, finished),
              times: limits.times_own_week,
              week: unanswered_of_week,
              usually: usually_unanswered,
              unless: unless_it_never_answers,
            },
            summary: '%s leaves many incoming calls unanswered.' % who,
            description:
              '%s left %s of the calls of the last 30 minutes unanswered' %
              [who, text.percent] +
              asked(unanswered, ': ') + asked(finished, ' of ') + '.',
          }, '30m'),
          service_alert('PitelServiceLevelLow', 'warning', {
            local limits = alerts.PitelServiceLevelLow,
            local waits =
              'target_tenant:pitel_call_wait_seconds_bucket:increase1h',
            local answered =
              'target_tenant:pitel_call_wait_seconds_count:increase1h',
            local slack = config.service_level.share - limits.share,
            expr: tenants.of_service_level(
              function(level, matchers)
                local share = level.share - slack;
                '%s\n/ (%s >= %s)\n< %g - %s' % [
                  '%s{%s}' % [waits, std.join(', ', [not_folded] + matchers)],
                  answered,
                  series.floor(limits.calls),
                  share,
                  series.chance(share, answered),
                ]
            ),
            summary: '%s answers calls too late.' % who,
            description:
              'Only %s of the calls that %s answered in the last hour ' %
              [text.percent, who] + 'were answered in time' +
              asked(waits, ': ') + asked(answered, ' of ') + '.',
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
                %(idle)s
              ) > 0
            ||| % {
              extensions: 'target_tenant_state:pitel_extensions:sum',
              tenants: not_folded,
              fewest: alerts.PitelAgentsSaturated.extensions,
              limit: alerts.PitelAgentsSaturated.share,
              idle: series.over_time(
                'max_over_time',
                'target_tenant_state:pitel_extensions:sum{state="idle"}',
                '1d'
              ),
            },
            summary: 'All phones of %s are in use.' % who,
            description:
              '%s of the phones of %s are in calls: no phone can ' %
              [text.percent, who] + 'ring for new callers.',
          }),
          tenant_alert('PitelOutboundOffHours', 'critical', {
            local limits = alerts.PitelOutboundOffHours,
            local usual = 'target_tenant:pitel_active_calls_outbound:usual',
            expr: tenants.unless_open(|||
              sum without (direction) (%(now)s) > %(calls)d
              and
              sum without (direction) (%(now)s) > %(times)g * %(usual)s
            ||| % {
              now: '%s{direction="outbound", %s}' % [
                'target_tenant_direction:pitel_active_calls_oncall:sum',
                not_folded,
              ],
              calls: limits.calls,
              times: limits.times_usual,
              usual: usual,
            }),
            summary: '%s calls out when nobody should.' % who,
            description:
              '%s has %s outbound calls at night or on a weekend' %
              [who, text.value] + asked(usual, '; the usual maximum is ') +
              '. This may be fraud.',
          }),
          tenant_alert('PitelTenantSurge', 'warning', {
            local limits = alerts.PitelTenantSurge,
            local busy = 'target_tenant:pitel_active_calls_oncall:busy',
            local usual = 'target_tenant:pitel_active_calls_oncall:usual',
            expr: |||
              sum without (direction) (%(calls)s)
              > %(times)g * clamp_min(%(busy)s, %(fewest)d)
              and
              sum without (direction) (%(calls)s)
              > %(times)g * %(usual)s
            ||| % {
              calls: recorded(
                'target_tenant_direction:pitel_active_calls_oncall:sum'
              ),
              times: limits.times_usual,
              fewest: limits.calls,
              busy: busy,
              usual: usual,
            },
            summary: '%s has many more calls than usual.' % who,
            description:
              '%s has %s calls in progress, more than %g times as ' %
              [who, text.value, limits.times_usual] +
              'many as in its busy hours' + asked(busy, ' (', ')') + '.',
          }),
        ],
      },
      {
        name: 'pitel-traffic',
        interval: config.normal_interval,
        rules: [
          service_alert('PitelTrafficStopped', 'critical', {
            local usual = 'target_tenant:pitel_calls_inbound_started:usual',
            expr: stopped('target_tenant', '{%s}' % not_folded),
            summary: 'Nobody calls %s any more.' % who,
            description:
              '%s calls for %s started within half an hour' %
              [text.value, who] +
              asked(usual, '; ', ' are usual at this time') + '.',
          }, '30m'),
          platform_alert('PitelAllTrafficStopped', 'critical', {
            local usual = 'target:pitel_calls_inbound_started:usual',
            expr: stopped('target', ''),
            summary: 'Nobody calls any tenant of {{ $labels.target }} any more.',
            description:
              '%s calls for all tenants of {{ $labels.target }} started ' %
              text.value + 'within half an hour' +
              text.answer(
                usual + '{target=$target}',
                ['target'],
                '; ',
                ' are usual at this time'
              ) + '.',
          }),
        ],
      },
    ],
  },
}
