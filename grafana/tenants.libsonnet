// What rules and alerts know of tenants: when a backlog is one, when nobody
// should call out, and what _config.tenants sets for some of them.
function(config) {
  local series = (import 'series.libsonnet')(config),
  local limits = config.alerts.PitelRingingBacklog,
  local names = std.objectFields(config.tenants),
  local those_with(key) =
    std.filter(function(name) key in config.tenants[name], names),

  // ---- A backlog of ringing callers

  local callers = 'target_tenant:pitel_ringing_callers:max',
  local oncall = 'target_tenant:pitel_active_calls_inbound_oncall:sum',
  local backlog = 'target_tenant:pitel_ringing_backlog:bool',

  // A ratio suits tenants of any size: 12 s of ringing before 180 s of talking
  // is 0.07. Of many callers, a smaller one is beyond chance.
  local more_than(tier) = |||
    %(callers)s >= %(fewest)d
    unless
    %(callers)s <= %(share)g * %(oncall)s
  ||| % {
    callers: callers,
    fewest: tier.callers,
    share: tier.share_of_oncall,
    oncall: oncall,
  },

  // 1 or 0.
  backlog:: {
    record: backlog,
    expr: |||
      (
      %s
        or
      %s
      ) * 0 + 1
      or
      0 * %s
    ||| % [
      series.indented(more_than(limits)),
      series.indented(more_than(limits.large)),
      callers,
    ],
  },

  // The most callers of those minutes. One poll without a backlog does not end
  // it, nor do two tenants that take turns. Where polls are rare, one or two of
  // them are not enough.
  lasting_backlog:: {
    record: 'target_tenant:pitel_ringing_backlog:callers',
    expr: |||
      %(most)s
      and (
        (
          %(backlog)s == 1
          or
          %(often)s >= %(share)g
          and
          %(known)s >= 0
        )
        unless %(on)s
        %(interval)s > %(rare)d
        or
        %(often)s >= %(share_of_rare)g
      )
      and
      %(lately)s == 1
    ||| % {
      most: series.over_time('max_over_time', callers, '2m'),
      backlog: backlog,
      on: series.on(),
      interval: series.highest(
        [], series.select('pitel_poll_interval_seconds')
      ),
      rare: 2 * config.poll_seconds,
      often: series.over_time('avg_over_time', backlog, limits.window),
      share: limits.share_of_window,
      share_of_rare: limits.share_of_rare_polls,
      // A share of a short time says little.
      known: series.over_time('max_over_time', backlog, '3m', '4m'),
      lately: series.over_time('max_over_time', backlog, '1m'),
    },
  },

  // ---- Times of day, in the operator's zone (PromQL's hour() is UTC)

  local now(part, zone) = '%s(vector(time() + %d))' % [part, zone * 3600],
  local hours(from, to, zone) = '%s >= %d %s %s < %d' % [
    now('hour', zone),
    from,
    if from > to then 'or' else 'and',
    now('hour', zone),
    to,
  ],
  local days(list, zone) = std.join(' or ', [
    '%s == %d' % [now('day_of_week', zone), day]
    for day in list
  ]),

  night:: hours(
    config.night.from, config.night.to, config.night.utc_offset_hours
  ),
  weekend_day:: days(config.weekend, config.night.utc_offset_hours),

  // A working day after one of the weekend.
  after_weekend:: days(
    std.setDiff(
      std.set([(day + 1) % 7 for day in config.weekend]),
      std.set(config.weekend)
    ),
    config.night.utc_offset_hours
  ),

  // ---- What _config.tenants sets

  // An expression for all tenants, made of one for each service level: `of`
  // turns a level and matchers into an expression.
  of_service_level(of)::
    local own = those_with('service_level');
    local level(name) =
      local own_level = config.tenants[name].service_level;
      config.service_level + own_level + (
        if 'seconds' in own_level then { le: '%.1f' % own_level.seconds } else {}
      );
    local others =
      if own == [] then [] else ['tenant!~"%s"' % std.join('|', [
        std.strReplace(name, '.', '\\\\.')
        for name in own
      ])];
    std.join('\nor\n', [of(config.service_level, others)] + [
      of(level(name), ['tenant="%s"' % name])
      for name in own
    ]),

  // Whether tenants are open now, 1 or 0, of those whose hours are known.
  open:: [
    local open = config.tenants[name].business_hours;
    local zone = config.night.utc_offset_hours;
    // After midnight, it is the day before that counts.
    local begun = if open.from > open.to then open.from else 0;
    {
      record: 'tenant:pitel_open:bool',
      labels: { tenant: name },
      expr: |||
        vector(1) and on () (
          (%s)
          and (%s)
        )
        or
        vector(0)
      ||| % [
        hours(open.from, open.to, zone),
        days(std.get(open, 'days', std.range(0, 6)), zone - begun),
      ],
    }
    for name in those_with('business_hours')
  ],
  // What an expression says of tenants that were open for all of its window.
  while_open(expression, window=null)::
    local open = 'tenant:pitel_open:bool';
    without(
      expression,
      (if window == null then open
       else series.over_time('min_over_time', open, window)) + ' == 0'
    ),
  unless_open(expression):: without(expression, 'tenant:pitel_open:bool == 1'),
  local without(expression, others) =
    if those_with('business_hours') == [] then expression
    else '(\n%s\n)\nunless on (tenant)\n%s\n' %
         [series.indented(expression), others],

  local is_one_of(list) =
    'eq $labels.tenant ' + std.join(' ', ['"%s"' % name for name in list]),

  // Labels of an alert about a tenant.
  labels(alert, severity)::
    local with(other) = std.filter(
      function(name) std.get(
        std.get(config.tenants[name], 'severities', {}), alert
      ) == other,
      names
    );
    local pages = std.filter(
      function(name) std.get(config.tenants[name], 'pages', false), names
    );
    {
      severity: std.foldl(
        function(text, other)
          if with(other) == [] then text
          else '{{ if %s }}%s{{ else }}%s{{ end }}' %
               [is_one_of(with(other)), other, text],
        ['critical', 'warning', 'info'],
        severity
      ),
    } + (
      if pages == [] then {}
      else { page: '{{ if %s }}yes{{ else }}no{{ end }}' % is_one_of(pages) }
    ),
}
