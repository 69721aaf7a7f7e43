// Recording rules, named level:metric:operations. Each series combines all
// exporters of a target.
{
  local config = $._config,
  local series = (import '../series.libsonnet')(config),
  local tenants = (import '../tenants.libsonnet')(config),

  local record(name, expression) =
    { record: name, expr: std.stripChars(expression, '\n') + '\n' },

  // Of a gauge, summed over the labels `over`.
  local sum(name, labels, over, metric, matchers=[]) =
    record(
      name, series.sum(labels, over, series.select(metric, matchers))
    ),

  // By server, and for the whole target.
  local by_server(what, over, metric, matchers=[]) = [
    sum('target_server:' + what, ['server'], over, metric, matchers),
    sum('target:' + what, [], ['server'] + over, metric, matchers),
  ],

  local inbound(what, window) =
    record(
      'target_tenant:pitel_calls_inbound_%s:increase%s' % [what, window],
      series.highest(
        ['tenant'],
        series.over_time(
          'increase',
          series.select(
            'pitel_calls_%s_total' % what, ['direction="inbound"']
          ),
          window
        )
      )
    ),

  local waits(what, window, expression) =
    record(
      'target_tenant:pitel_call_wait_seconds_%s:increase%s' % [what, window],
      expression
    ),
  local wait_increase(what, window, matchers) =
    series.highest(
      ['tenant'],
      series.over_time(
        'increase',
        series.select('pitel_call_wait_seconds_' + what, matchers),
        window
      )
    ),

  // Rates are recorded as often as their window is long, so that sums of them
  // over days count every call once: dashboards divide such sums.
  local history = '5m',

  local rate(level, labels, name, metric=name + '_total') =
    record(
      '%s:%s:rate%s' % [level, name, history],
      series.highest(
        labels,
        series.over_time('rate', series.select(metric), history)
      )
    ),

  local calls(what) =
    rate(
      'target_tenant_direction', ['tenant', 'direction'], 'pitel_calls_' + what
    ),

  local wait_rate(what, labels=[]) =
    local name = 'pitel_call_wait_seconds_' + what;
    rate('target_tenant', ['tenant'] + labels, name, name),

  // The sum of all tenants. A bound is no level of aggregation.
  local of_all_tenants(metric, label) =
    local suffix = if label == 'le' then '' else '_' + label;
    record(
      'target%s:%s' % [suffix, metric],
      series.total([label], 'target_tenant%s:%s' % [suffix, metric])
    ),

  // ---- What is usual at this hour

  local rate_of(what, direction='inbound') =
    'target_tenant_direction:pitel_calls_%s:rate5m{direction="%s"}' %
    [what, direction],
  local oncall = 'target_tenant:pitel_active_calls_oncall:avg5m',
  local outbound =
    'target_tenant_direction:pitel_active_calls_oncall:avg5m' +
    '{direction="outbound"}',

  // The least, or most, of some expressions, of which some may have no series.
  local least(expressions) = one_of('min', expressions),
  local most(expressions) = one_of('max', expressions),
  local one_of(operation, expressions) =
    '%s by (%s) (\n%s\n)' % [
      operation,
      std.join(', ', config.kept_labels + ['tenant']),
      series.indented(std.join('\nor\n', [
        'label_replace(%s, "week", "%d", "", "")' % [expressions[n], n]
        for n in std.range(0, std.length(expressions) - 1)
      ])),
    ],

  // The hour around this time, days before.
  local around = {
    '1d': '23h30m',
    '2d': '1d23h30m',
    '1w': '6d23h30m',
  },
  local hour(operation, of, before) =
    series.over_time(operation, of, '1h', around[before]),

  // Of the same quarter of an hour, which three rates cover. Where few calls
  // finished in it, nothing is known.
  local unanswered_in(before) =
    local total(what) =
      'sum without (direction) (%s)' %
      series.over_time('avg_over_time', rate_of(what), '10m', before);
    |||
      %(unanswered)s
      / (
        %(unanswered)s
        + %(answered)s
        > %(few)g
      )
    ||| % {
      unanswered: total('unanswered'),
      answered: total('answered'),
      few: config.known_calls / 900,
    },

  local in_a_week(what) =
    'sum without (direction) (%s)' %
    series.over_time('sum_over_time', rate_of(what), '1w'),

  // The last half hour, now or weeks before.
  local started_in_30m(direction, weeks=null) =
    'sum without (direction) (%s)' % series.over_time(
      'avg_over_time', rate_of('started', direction), '30m', weeks
    ),
  local outbound_before = least([
    started_in_30m('outbound', weeks)
    for weeks in ['1w', '2w']
  ]),

  // A value of a week ago is recorded, so that the one before it needs only an
  // offset: Prometheus keeps 15 days by default, which is enough to look back
  // over a holiday of two weeks.
  local weeks_before = ['', ' offset 1w', ' offset 2w'],
  local last_started = 'target_tenant:pitel_calls_inbound_started:last_week',
  local last_day = 'target_tenant:pitel_calls_inbound_started_day:last_week',
  local last_unanswered =
    'target_tenant:pitel_calls_inbound_unanswered:last_week',
  local last_outbound = 'target_tenant:pitel_active_calls_outbound:last_week',
  local last_night = 'target_tenant:pitel_active_calls_outbound_night:max1w',
  local week = 'target_tenant:pitel_calls_inbound_started:rate1w',
  local nights = series.over_time('max_over_time', night, '1w', '12h'),
  local outbound_at_this_hour =
    'sum without (direction) (\n  %s\n)' %
    hour('max_over_time', outbound, '1w'),

  // Without a day or week that had few calls beside those of the weeks before.
  local unless_on_holiday(expression, calls) =
    '%s\nunless\n%s < %g * %s' % [
      expression,
      calls,
      config.holiday_share,
      most([calls + offset for offset in weeks_before]),
    ],

  // Of a week with calls that was no holiday, if there is one.
  local of_a_working_week(recorded, otherwise) =
    std.join('\nor\n', ['%s%s > 0' % [recorded, offset] for offset in weeks_before]) +
    '\nor\n' + otherwise,

  // Legs or calls, by the labels of `of` and by server, summed over servers without
  // the share that a crash left behind: `stale` of `all`, on each server.
  local without_stale(of, stale, all) =
    'sum without (server) (\n%s\n)' % series.indented(|||
      %(of)s
      * ignoring (direction) group_left ()
      clamp_min(
        1 - %(stale)s / clamp_min(%(all)s, 1),
        0
      )
      or
      %(of)s
    ||| % { of: of, stale: stale, all: all }),
  local without_state(metric, matchers) =
    'sum without (state) (%s)' % series.select(metric, matchers),
  local stale(state) =
    without_state('pitel_stale_legs', ['state="%s"' % state]),
  local real_calls(matchers=[]) =
    local oncall = ['state="oncall"'];
    without_stale(
      without_state('pitel_active_calls', matchers + oncall),
      stale('oncall'),
      'sum without (direction, state) (%s)' %
      series.select('pitel_active_calls', oncall)
    ),

  local of_server(metric) =
    local days(before) = hour(
      'avg_over_time', 'target_server:%s:sum' % metric, before
    );
    record(
      'target_server:%s:usual' % metric,
      series.highest(['server'], std.join('\nor\n', [
        'label_replace(%s, "day", "%s", "", "")' % [days(before), before]
        for before in ['1d', '2d', '1w']
      ]))
    ),

  local night = 'target_tenant:pitel_active_calls_outbound_night:avg5m',

  prometheusRules+:: {
    groups+: [
      {
        name: 'pitel-now.rules',
        interval: config.fast_interval,
        rules:
          by_server(
            'pitel_active_legs:sum',
            ['tenant', 'direction', 'state'],
            'pitel_active_legs'
          ) +
          by_server(
            'pitel_active_legs_oncall:sum',
            ['tenant', 'direction', 'state'],
            'pitel_active_legs',
            ['state="oncall"']
          ) + [
            // Without the tenant's legs of one direction that are the most: a
            // campaign or a conference.
            record(
              'target_server:pitel_active_legs_oncall_rest:sum',
              series.highest(['server'], |||
                sum without (tenant, direction, state) (%(legs)s)
                - max without (tenant, direction, state) (%(legs)s)
              ||| % {
                legs: series.select('pitel_active_legs', ['state="oncall"']),
              })
            ),
            // A conference is one call of many legs.
            sum(
              'target_server:pitel_active_calls_oncall:sum',
              ['server'],
              ['tenant', 'direction', 'state'],
              'pitel_active_calls',
              ['state="oncall"']
            ),
          ] +
          by_server(
            'pitel_extensions:sum', ['tenant', 'state'], 'pitel_extensions'
          ) + [
            // Active calls, for graphs: dashboards never sum the raw series of
            // all tenants, which are too many.
            sum(
              'target_tenant_direction_state:pitel_active_calls:sum',
              ['tenant', 'direction', 'state'],
              ['server'],
              'pitel_active_calls'
            ),
            record(
              'target_direction_state:pitel_active_calls:sum',
              series.total(
                ['direction', 'state'],
                'target_tenant_direction_state:pitel_active_calls:sum'
              )
            ),
            record(
              'target:pitel_active_calls:sum',
              series.total([], 'target_direction_state:pitel_active_calls:sum')
            ),
            sum(
              'target_server_state:pitel_active_calls:sum',
              ['server', 'state'],
              ['tenant', 'direction'],
              'pitel_active_calls'
            ),
            sum(
              'target_server:pitel_stale_legs:sum',
              ['server'],
              ['tenant', 'state'],
              'pitel_stale_legs'
            ),
            record(
              'target:pitel_api_missing_rows:ratio',
              series.highest([], '1 - %s / (%s > 0)' % [
                series.select('pitel_api_rows'),
                series.select('pitel_api_reported_rows'),
              ])
            ),
            record(
              'target:pitel_api_rows:max',
              series.highest([], series.select('pitel_api_rows'))
            ),
            record(
              'target_tenant:pitel_ringing_callers:max',
              series.highest(
                ['tenant'], series.select('pitel_ringing_callers')
              )
            ),
            // Rows that a crash left behind do not answer anybody.
            record(
              'target_tenant:pitel_active_calls_inbound_oncall:sum',
              series.highest(['tenant'], real_calls(['direction="inbound"']))
            ),
            tenants.backlog,
            tenants.lasting_backlog,
          ],
      },
      {
        name: 'pitel-tenants.rules',
        interval: config.normal_interval,
        rules: [
          record(
            'target_tenant_direction:pitel_active_calls_oncall:sum',
            series.highest(['tenant', 'direction'], real_calls())
          ),
          record(
            'target_tenant:pitel_active_legs_inbound_ringing:sum',
            local ringing(labels, matchers=[]) =
              'sum without (%s) (%s)' % [
                std.join(', ', labels),
                series.select(
                  'pitel_active_legs', matchers + ['state="ringing"']
                ),
              ];
            series.highest(['tenant'], without_stale(
              ringing(['state'], ['direction="inbound"']),
              stale('ringing'),
              ringing(['direction', 'state'])
            ))
          ),
          sum(
            'target_tenant_state:pitel_extensions:sum',
            ['tenant', 'state'],
            ['server'],
            'pitel_extensions'
          ),
          record(
            'target_state:pitel_extensions:sum',
            series.total(['state'], 'target_tenant_state:pitel_extensions:sum')
          ),
          inbound('started', '15m'),
          inbound('answered', '15m'),
          inbound('started', '30m'),
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
          record(
            'target:pitel_calls_inbound_started:increase30m',
            series.increase(
              [],
              ['tenant', 'direction'],
              series.select(
                'pitel_calls_started_total', ['direction="inbound"']
              ),
              '30m'
            )
          ),
          waits('bucket', '1h', tenants.of_service_level(
            function(level, matchers)
              wait_increase('bucket', '1h', ['le="%s"' % level.le] + matchers)
          )),
          waits('count', '1h', wait_increase('count', '1h', [])),
        ] + tenants.open,
      },
      {
        name: 'pitel-history.rules',
        interval: history,
        rules: [
          calls('started'),
          calls('answered'),
          calls('unanswered'),
          calls('ended'),
          wait_rate('bucket', ['le']),
          of_all_tenants('pitel_call_wait_seconds_bucket:rate5m', 'le'),
          of_all_tenants('pitel_calls_answered:rate5m', 'direction'),
          of_all_tenants('pitel_calls_unanswered:rate5m', 'direction'),
          wait_rate('count'),
          wait_rate('sum'),
          // In erlangs: the number of calls at a time.
          record(
            'target_tenant_direction:pitel_active_calls_oncall:avg5m',
            series.over_time(
              'avg_over_time',
              'target_tenant_direction:pitel_active_calls_oncall:sum',
              history
            )
          ),
          record(
            oncall,
            'sum without (direction) (%s)' %
            'target_tenant_direction:pitel_active_calls_oncall:avg5m'
          ),
          // The gauge covers the last 5 minutes, so no peak between two
          // evaluations is lost. It is used to size trunks.
          record(
            'target_tenant:pitel_active_calls_peak:max5m',
            series.highest(
              ['tenant'], series.select('pitel_active_calls_peak')
            )
          ),
          // The peak of a day, for graphs of weeks and months.
          record(
            'target_tenant:pitel_active_calls_peak:max1d',
            series.over_time(
              'max_over_time', 'target_tenant:pitel_active_calls_peak:max5m', '1d'
            )
          ),
          record(
            night, 'sum without (direction) (%s)\nand on ()\n(%s)' % [
              outbound,
              tenants.night,
            ]
          ),
        ],
      },
      // Alerts read these at any moment. A series is no longer found 5 minutes
      // after its last sample, so they are recorded more often.
      {
        name: 'pitel-usual.rules',
        interval: '2m',
        rules: [
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
              unanswered: in_a_week('unanswered'),
              answered: in_a_week('answered'),
            }
          ),
          // At this time one to three weeks ago, or else a day ago.
          record(last_unanswered, unanswered_in('1w')),
          record(
            'target_tenant:pitel_calls_inbound_unanswered:usual',
            std.join('\nor\n', [
              last_unanswered + offset
              for offset in weeks_before
            ] + [unanswered_in('1d')])
          ),
          // Calls of a day, half of it before this time.
          record(
            last_day,
            'sum without (direction) (%s)' % series.over_time(
              'avg_over_time', rate_of('started'), '1d', '6d12h'
            )
          ),
          // Calls in the same half hour. A holiday says nothing.
          record(
            last_started,
            unless_on_holiday(
              '1800 * ' + started_in_30m('inbound', '1w'), last_day
            )
          ),
          // Of the quieter week. Nothing is known of a tenant that was not there.
          record(
            'target_tenant:pitel_calls_inbound_started:usual',
            '%s\nor\n%s' % [
              least([last_started + offset for offset in weeks_before[:2]]),
              last_started + weeks_before[2],
            ]
          ),
          record(
            'target:pitel_calls_inbound_started:usual',
            series.total([], 'target_tenant:pitel_calls_inbound_started:usual')
          ),
        ] + [
          // How much of it there is.
          record(
            '%s:pitel_calls_inbound_started:ratio30m' % level,
            |||
              %(level)s:pitel_calls_inbound_started:increase30m
              / (%(level)s:pitel_calls_inbound_started:usual >= %(calls)d)
            ||| % {
              level: level,
              calls: config.alerts.PitelTrafficStopped.calls,
            }
          )
          for level in ['target_tenant', 'target']
        ] + [
          // The same of outbound calls: of a tenant that calls out as usual,
          // today is no holiday.
          record(
            level + ':pitel_calls_outbound_started:ratio30m',
            local now = started_in_30m('outbound');
            local usual = outbound_before;
            '1800 * %s\n/ (1800 * %s >= %d)' % (
              if level == 'target_tenant' then
                [now, usual, config.alerts.PitelTrafficStopped.calls]
              else [
                series.total([], now),
                series.total([], usual),
                config.alerts.PitelTrafficStopped.calls,
              ]
            )
          )
          for level in ['target_tenant', 'target']
        ] + [
          // The busy hours of the last week. They are forgotten slowly, by a
          // tenth a week, so that a holiday of two weeks does not make the day
          // after it look busy, nor does a Prometheus that was down for hours.
          record(
            'target_tenant:pitel_active_calls_oncall:busy',
            |||
              %(week)s
              > %(slowly)g * %(before)s
              or
              %(slowly)g * %(before)s
              or
              %(week)s
            ||| % {
              week: series.over_time(
                'quantile_over_time', '0.95, ' + oncall, '1w'
              ),
              before: series.over_time(
                'last_over_time',
                'target_tenant:pitel_active_calls_oncall:busy',
                '6h'
              ),
              slowly: 0.99998,
            }
          ),
          // At most in this hour yesterday or a week ago, as of a dialler that
          // works for an hour a day. After a weekend, yesterday says nothing.
          record(
            'target_tenant:pitel_active_calls_oncall:usual',
            series.highest(['tenant'], |||
              label_replace(%(yesterday)s, "day", "1d", "", "")
              unless on ()
              (%(after_weekend)s)
              or
              label_replace(%(last_week)s, "day", "1w", "", "")
            ||| % {
              yesterday: hour('max_over_time', oncall, '1d'),
              after_weekend: tenants.after_weekend,
              last_week: hour('max_over_time', oncall, '1w'),
            })
          ),
          // While nobody should call out, of a tenant that is known: at night
          // at most in the nights of the week before; on a weekend at this hour
          // of the one before.
          record(
            week,
            'sum without (direction) (%s)' %
            series.over_time('avg_over_time', rate_of('started'), '1w')
          ),
          record(last_night, unless_on_holiday(nights, week)),
          record(
            last_outbound, unless_on_holiday(outbound_at_this_hour, last_day)
          ),
          record(
            'target_tenant:pitel_active_calls_outbound:usual',
            |||
              (
              %(nights)s
              )
              and on ()
              (%(night)s)
              or
              (
              %(weekend)s
              )
              and on ()
              (%(weekend_day)s)
              unless on ()
              (%(night)s)
            ||| % {
              nights: series.indented(of_a_working_week(last_night, nights)),
              night: tenants.night,
              // A tenant without a row for a day has no series.
              weekend: series.indented(
                of_a_working_week(last_outbound, outbound_at_this_hour) +
                '\nor\n0 * sum without (direction) (%s)' % series.over_time(
                  'last_over_time', outbound, '2d', '1w'
                )
              ),
              weekend_day: tenants.weekend_day,
            }
          ),
          of_server('pitel_active_legs_oncall'),
          of_server('pitel_extensions'),
          record(
            'target:pitel_api_rows:usual',
            std.join('\nor\n', [
              hour('min_over_time', 'target:pitel_api_rows:max', before)
              for before in ['1w', '1d']
            ])
          ),
        ],
      },
    ],
  },
}
