// Recording rules, named level:metric:operations. Each series combines all
// exporters of a target.
{
  local config = $._config,
  local series = (import '../series.libsonnet')(config),

  local record(name, expression) =
    { record: name, expr: std.stripChars(expression, '\n') + '\n' },

  // Of gauges, summed over `without`.
  local sum(name, without, metric, matchers=[]) =
    record(
      name,
      series.sum(without, series.one(series.select(metric, matchers)))
    ),

  local total(metric) =
    record(
      'target:' + metric, series.sum(['server'], 'target_server:' + metric)
    ),

  local inbound(what, window) =
    record(
      'target_tenant:pitel_calls_inbound_%s:increase%s' % [what, window],
      series.increase(
        series.select(
          'pitel_calls_%s_total' % what, ['direction="inbound"']
        ),
        window,
        ['direction']
      )
    ),

  local in_time = ['le="%s"' % config.service_level.le],

  local waits(what, window, matchers=[]) =
    record(
      'target_tenant:pitel_call_wait_seconds_%s:increase%s' % [what, window],
      series.increase(
        series.select('pitel_call_wait_seconds_' + what, matchers), window
      )
    ),

  // Rates are recorded as often as their window is long, so that sums of them
  // over days count every call once: dashboards divide such sums.
  local history = '5m',

  local rate(level, name, metric=name + '_total', matchers=[]) =
    record(
      '%s:%s:rate%s' % [level, name, history],
      series.one(
        'rate(%s[%s])' % [series.select(metric, matchers), history]
      )
    ),

  local calls(what) =
    rate('target_tenant_direction', 'pitel_calls_' + what),

  local wait_rate(what, matchers=[]) =
    local name = 'pitel_call_wait_seconds_' + what;
    rate('target_tenant', name, name, matchers),

  // The sums of all tenants.
  local of_target(metric) =
    record('target:' + metric, series.sum(['tenant'], 'target_tenant:' + metric)),
  local of_target_direction(metric) =
    record(
      'target_direction:' + metric,
      series.sum(['tenant'], 'target_tenant_direction:' + metric)
    ),

  local inbound_in_a_week(what) =
    series.sum(
      ['direction'],
      'sum_over_time(%s{direction="inbound"}[1w])' %
      ('target_tenant_direction:pitel_calls_%s:rate%s' % [what, history])
    ),

  prometheusRules+:: {
    groups+: [
      {
        name: 'pitel-now.rules',
        interval: config.fast_interval,
        rules: [
          sum(
            'target_server:pitel_active_legs:sum',
            ['tenant', 'direction', 'state'],
            'pitel_active_legs'
          ),
          sum(
            'target_server:pitel_active_legs_oncall:sum',
            ['tenant', 'direction', 'state'],
            'pitel_active_legs',
            ['state="oncall"']
          ),
          sum(
            'target_server:pitel_extensions:sum',
            ['tenant', 'state'],
            'pitel_extensions'
          ),
          // Active calls, for graphs: dashboards never sum the raw series of all
          // tenants, which are too many.
          sum(
            'target_tenant_direction_state:pitel_active_calls:sum',
            ['server'],
            'pitel_active_calls'
          ),
          record(
            'target_direction_state:pitel_active_calls:sum',
            series.sum(['tenant'], 'target_tenant_direction_state:pitel_active_calls:sum')
          ),
          record(
            'target:pitel_active_calls:sum',
            series.sum(
              ['direction', 'state'], 'target_direction_state:pitel_active_calls:sum'
            )
          ),
          sum(
            'target_server_state:pitel_active_calls:sum',
            ['tenant', 'direction'],
            'pitel_active_calls'
          ),
          sum(
            'target_server:pitel_stale_legs:sum',
            ['tenant', 'state'],
            'pitel_stale_legs'
          ),
          total('pitel_active_legs_oncall:sum'),
          total('pitel_extensions:sum'),
          record(
            'target:pitel_api_missing_rows:ratio',
            series.one('1 - %s / (%s > 0)' % [
              series.select('pitel_api_rows'),
              series.select('pitel_api_reported_rows'),
            ])
          ),
        ],
      },
      {
        name: 'pitel-tenants.rules',
        interval: config.normal_interval,
        rules: [
          sum(
            'target_tenant_direction:pitel_active_calls_oncall:sum',
            ['server', 'state'],
            'pitel_active_calls',
            ['state="oncall"']
          ),
          sum(
            'target_tenant_state:pitel_extensions:sum',
            ['server'],
            'pitel_extensions'
          ),
          inbound('started', '15m'),
          inbound('answered', '15m'),
          inbound('answered', '30m'),
          inbound('unanswered', '30m'),
          // Finished: answered or given up. Calls that still ring are neither.
          record(
            'target_tenant:pitel_calls_inbound_finished:increase30m',
            |||
              target_tenant:pitel_calls_inbound_answered:increase30m
              + target_tenant:pitel_calls_inbound_unanswered:increase30m
            |||
          ),
          waits('bucket', '1h', in_time),
          waits('count', '1h'),
        ],
      },
      {
        name: 'pitel-history.rules',
        interval: history,
        rules: [
          calls('started'),
          calls('answered'),
          calls('unanswered'),
          calls('ended'),
          wait_rate('bucket'),
          of_target('pitel_call_wait_seconds_bucket:rate5m'),
          of_target_direction('pitel_calls_answered:rate5m'),
          of_target_direction('pitel_calls_unanswered:rate5m'),
          wait_rate('count'),
          wait_rate('sum'),
          // In erlangs: the number of calls at a time.
          record(
            'target_tenant_direction:pitel_active_calls_oncall:avg5m',
            'avg_over_time(%s[%s])' % [
              'target_tenant_direction:pitel_active_calls_oncall:sum',
              history,
            ]
          ),
          record(
            'target_tenant:pitel_active_calls_oncall:avg5m',
            series.sum(
              ['direction'],
              'target_tenant_direction:pitel_active_calls_oncall:avg5m'
            )
          ),
          // The gauge covers the last 5 minutes, so no peak between two
          // evaluations is lost. It is used to size trunks.
          record(
            'target_tenant:pitel_active_calls_peak:max5m',
            series.one(series.select('pitel_active_calls_peak'))
          ),
          // A tenant's own last week, to compare it with.
          record(
            'target_tenant:pitel_active_calls_oncall:p95_1w',
            'quantile_over_time(0.95, %s[1w])' %
            'target_tenant:pitel_active_calls_oncall:avg5m'
          ),
          record(
            'target_tenant:pitel_calls_inbound_unanswered:ratio_rate1w',
            |||
              %(unanswered)s
              / (
                %(unanswered)s
                + %(answered)s
                > 0
              )
            ||| % {
              unanswered: inbound_in_a_week('unanswered'),
              answered: inbound_in_a_week('answered'),
            }
          ),
        ],
      },
    ],
  },
}
