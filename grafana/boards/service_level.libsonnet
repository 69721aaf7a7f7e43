// How callers were served, over hours, days and weeks. It uses recording rules,
// since queries of raw counters over 30 days would be too slow.
local colours = import '../panels/colours.libsonnet';
local heatmap = import '../panels/heatmap.libsonnet';
local layout = import '../panels/layout.libsonnet';
local override = import '../panels/override.libsonnet';
local panel = import '../panels/panel.libsonnet';
local query = import '../panels/query.libsonnet';
local stat = import '../panels/stat.libsonnet';
local table = import '../panels/table.libsonnet';
local thresholds = import '../panels/thresholds.libsonnet';
local timeSeries = import '../panels/time_series.libsonnet';

function(config)
  local board = (import 'board.libsonnet')(config);
  local queries = (import 'queries.libsonnet')(config);
  local alerts = config.alerts;
  local level = config.service_level;

  local recorded(rule, more='') = queries.select(rule, queries.tenants, more);
  local grouped(by) = if by == [] then ' ' else ' by (%s) ' % std.join(', ', by);

  // Rates are recorded every 5 minutes, over 5 minutes: 300 times their sum is
  // the number of calls.
  local total(rule, window, by=[], more='', ago='') =
    'sum%s(sum_over_time(%s[%s]%s))' % [
      grouped(by),
      recorded(rule, more),
      window,
      if ago == '' then '' else ' offset ' + ago,
    ];
  // The same for graphs, whose windows overlap: tenants are summed once, not for
  // each point.
  local totalAt(rule, window, more='') =
    'sum_over_time((sum(%s))[%s:5m])' % [recorded(rule, more), window];
  local calls(what) = 'target_tenant_direction:pitel_calls_%s:rate5m' % what;
  local wait(what) = 'target_tenant:pitel_call_wait_seconds_%s:rate5m' % what;

  local inTime(window, by=[]) =
    total(wait('bucket'), window, by, 'le="%s"' % level.le);
  local answered(window, by=[]) = total(wait('count'), window, by);
  local levelOver(window, by=[]) =
    queries.share(inTime(window, by), answered(window, by));
  local inTimeAt(window) = totalAt(wait('bucket'), window, 'le="%s"' % level.le);
  local answeredAt(window) = totalAt(wait('count'), window);
  local levelAt(window) = queries.share(inTimeAt(window), answeredAt(window));
  local speedAt(window) =
    queries.share(totalAt(wait('sum'), window), answeredAt(window));
  local unansweredAt(window) = totalAt(calls('unanswered'), window, queries.inbound);
  local finishedAt(window) = '(%s + %s)' % [
    totalAt(calls('answered'), window, queries.inbound),
    unansweredAt(window),
  ];
  local unansweredShareAt(window) =
    queries.share(unansweredAt(window), finishedAt(window));
  local speedOver(window, by=[]) =
    queries.share(total(wait('sum'), window, by), answered(window, by));
  local unanswered(window, by=[]) =
    total(calls('unanswered'), window, by, queries.inbound);
  local finished(window, by=[]) = '(%s + %s)' % [
    total(calls('answered'), window, by, queries.inbound),
    unanswered(window, by),
  ];
  local unansweredOver(window, by=[]) =
    queries.share(unanswered(window, by), finished(window, by));
  // Those who gave up were not answered in time either.
  local levelOfAllOver(window) =
    queries.share(inTime(window), finished(window));

  // Hours of few calls have no share.
  local floor = alerts.PitelServiceLevelLow.calls;
  local ofEnough(share, calls) =
    '%s and 300 * %s >= %g' % [share, calls, floor - 0.5];

  local levelSteps =
    thresholds.falling(alerts.PitelServiceLevelLow.share, level.share);
  local enough = '300 * %s >= %g';

  local levelStat(title, window) = stat.new(
    title,
    |||
      Of the inbound calls of the last %s that were answered, the share answered within %d s. %d %% is promised.
      Grey below %d calls: their share says little. If there is less history, it is of what there is: Prometheus keeps 15 days unless `--storage.tsdb.retention.time` says otherwise. Estimated from followed calls.
    ||| % [window, level.seconds, 100 * level.share, alerts.PitelServiceLevelLow.calls],
    local judge = enough % [answered(window), alerts.PitelServiceLevelLow.calls - 0.5];
    // An hour without an exporter is no history.
    local known(vector) =
      if window == '1h' then queries.whileAlive(vector, queries.tenants) else vector;
    [
      query.now(
        known(queries.when(levelOver(window), judge)), 'within %d s' % level.seconds
      ),
      query.now(known(queries.unless(levelOver(window), judge)), 'few calls'),
    ],
    unit='percentunit',
    decimals=1,
    steps=levelSteps,
    text='value_and_name',
    overrides=[override.coloured('few calls', colours.neutral)],
  );

  local levelOfAllStat(title, window) = stat.new(
    title,
    |||
      The service level of the last %s that counts those who gave up: answered within %d s / (answered + unanswered). Voicemail and forwards count as unanswered. %d %% is promised.
      Grey below %d calls: their share says little. Estimated from followed calls.
    ||| % [window, level.seconds, 100 * level.share, floor],
    local judge = enough % [finished(window), floor - 0.5];
    [
      query.now(queries.when(levelOfAllOver(window), judge), 'of all calls'),
      query.now(queries.unless(levelOfAllOver(window), judge), 'few calls'),
    ],
    unit='percentunit',
    decimals=1,
    steps=levelSteps,
    text='value_and_name',
    overrides=[override.coloured('few calls', colours.neutral)],
  );

  local inbound = stat.new(
    'Inbound calls 24 h',
    'Inbound calls that began in the last 24 hours, and in the 24 hours before.',
    [
      query.now('round(300 * %s)' % total(calls('started'), '1d', [], queries.inbound, pair[0]), pair[1])
      for pair in [['', 'last 24 h'], ['1d', '24 h before']]
    ],
    unit='locale',
    text='value_and_name',
  );

  local speed(title, window) = stat.new(
    title,
    'The average speed of answer: how long inbound callers of the last %s waited until they were answered, on average. Estimated from followed calls.' % window,
    [query.now(speedOver(window), 'average wait')],
    unit='s',
    decimals=1,
    steps=thresholds.notice(level.seconds),
  );

  local missed = stat.new(
    'Unanswered 7 d',
    'The share of inbound calls of the last 7 days that nobody answered. Voicemail and forwards are among them. Estimated from followed calls.',
    [query.now(unansweredOver('7d'), 'of inbound calls')],
    unit='percentunit',
    decimals=1,
    steps=thresholds.limit(alerts.PitelUnansweredHigh.share),
  );

  // The calls that are on call at a time, on average: in erlangs.
  local load(window) =
    'sum(avg_over_time(%s[%s]))' % [
      recorded('target_tenant:pitel_active_calls_oncall:avg5m'),
      window,
    ];

  local erlangs = stat.new(
    'Erlangs 1 h',
    'Calls on call at a time, on average over the last hour: that many lines are busy.',
    [query.now(load('1h'), 'erlangs')],
    unit='locale',
    decimals=1,
  );

  local busyHour = stat.new(
    'Busy hour 7 d',
    'Erlangs of the busiest hour of the last 7 days. It is what lines and staff are planned by.',
    [query.now('max_over_time((%s)[7d:15m])' % load('1h'), 'erlangs')],
    unit='locale',
    decimals=1,
  );

  local levels = timeSeries.new(
    'Service level, over 1 h and 1 d',
    |||
      Of the inbound calls that were answered in the hour and in the day before, the share answered within %d s.
      Of all counts those who gave up, too: answered within %d s / (answered + unanswered).
      The dashed line is the %d %% that is promised. Hours of fewer than %d calls are left out.
    ||| % [level.seconds, level.seconds, 100 * level.share, floor],
    [
      query.course(ofEnough(levelAt('1h'), answeredAt('1h')), 'over 1 h'),
      query.course(levelAt('1d'), 'over 1 d'),
      query.course(
        queries.share(inTimeAt('1d'), finishedAt('1d')), 'of all, over 1 d'
      ),
    ],
    unit='percentunit',
    max=1,
    fill=0,
    steps=thresholds.new('transparent', [[level.share, colours.limit]]),
    showSteps=true,
    overrides=[
      override.coloured('over 1 h', colours.past),
      override.named('over 1 d', {
        color: { mode: 'fixed', fixedColor: colours.inbound },
        'custom.lineWidth': 2,
      }),
      override.dashed('of all, over 1 d', colours.outbound),
    ],
  ) + panel.atLeast('15m');

  local speeds = timeSeries.new(
    'Average speed of answer, over 1 h and 1 d',
    'How long inbound callers waited until they were answered, on average over the hour and over the day before. Hours of fewer than %d calls are left out.' % floor,
    [
      query.course(ofEnough(speedAt('1h'), answeredAt('1h')), 'over 1 h'),
      query.course(speedAt('1d'), 'over 1 d'),
    ],
    unit='s',
    fill=0,
    overrides=[
      override.coloured('over 1 h', colours.past),
      override.named('over 1 d', {
        color: { mode: 'fixed', fixedColor: colours.inbound },
        'custom.lineWidth': 2,
      }),
    ],
  ) + panel.atLeast('15m');

  local unansweredCourse = timeSeries.new(
    'Unanswered share, over 1 h and 1 d',
    'The share of inbound calls that nobody answered, of the hour and of the day before. The dashed line at %d %%: more is too many. Hours of fewer than %d calls are left out.' %
    [100 * alerts.PitelUnansweredHigh.share, floor],
    [
      query.course(ofEnough(unansweredShareAt('1h'), finishedAt('1h')), 'over 1 h'),
      query.course(unansweredShareAt('1d'), 'over 1 d'),
    ],
    unit='percentunit',
    fill=0,
    steps=thresholds.new('transparent', [[alerts.PitelUnansweredHigh.share, colours.limit]]),
    showSteps=true,
    overrides=[
      override.coloured('over 1 h', colours.past),
      override.named('over 1 d', {
        color: { mode: 'fixed', fixedColor: colours.unanswered },
        'custom.lineWidth': 2,
      }),
    ],
  ) + panel.atLeast('15m');

  local loads = timeSeries.new(
    'Erlangs',
    'Calls on call at a time, on average over the hour before; and the busiest hour of the day before.',
    [
      query.course(load('1h'), 'over 1 h'),
      query.course('max_over_time((%s)[1d:15m])' % load('1h'), 'busy hour'),
    ],
    decimals=1,
    overrides=[
      override.coloured('over 1 h', colours.oncall),
      override.dashed('busy hour', colours.past),
    ],
  ) + panel.atLeast('15m');

  local by = ['target', 'tenant'];
  local daily = recorded('target_tenant:pitel_active_calls_peak:max1d');
  local peaks = timeSeries.new(
    'Most calls at once, over 1 d',
    'The highest number of active calls of a tenant at once during the day before, including ringing ones; the ten tenants with the most. Use it to size trunks.',
    [
      query.course(
        'topk(10, %s)' % queries.max(daily, by), '{{tenant}}'
      ),
    ],
    decimals=0,
    fill=0,
  ) + panel.atLeast('1h');

  local most = table.new(
    'Most calls at once by tenant',
    'The highest number of active calls of each tenant at once in the last day, 7 days and 30 days, ringing ones included, for bills and to size trunks. If there is less history, of what there is: Prometheus keeps 15 days unless `--storage.tsdb.retention.time` says otherwise. The tenant is a link to its own dashboard, which has the peak of each day.',
    [
      ['tenant', 'Tenant', [board.toTenant]],
      ['target', 'Target', [board.toServers]],
    ],
    // The peak of the day before is recorded: once an hour is enough, with that
    // of now.
    local day = queries.max(daily, by);
    local days(window) =
      local before = queries.max('max_over_time(%s[%s:1h])' % [daily, window], by);
      '%s > %s or %s or %s' % [day, before, before, day];
    [
      table.column('1 d', query.rows(day), 'locale', width=75),
      table.column('7 d', query.rows(days('7d')), 'locale', width=75),
      table.column('30 d', query.rows(days('30d')), 'locale', bar=true),
    ],
    sortBy='30 d',
  );

  local worst = table.new(
    'Worst tenants 7 d',
    'The twenty tenants with the lowest service level of the last 7 days, of those with %d answered calls or more. The tenant is a link to its own dashboard.' % floor,
    [
      ['tenant', 'Tenant', [board.toTenant]],
      ['target', 'Target', [board.toServers]],
    ],
    local worst = 'bottomk(20, %s and %s)' % [
      levelOver('7d', by),
      enough % [answered('7d', by), floor - 0.5],
    ];
    local ofWorst(expr) = '%s and on (target, tenant) %s' % [expr, worst];
    [
      table.column(
        'Service level',
        query.rows(worst),
        'percentunit',
        levelSteps,
        decimals=1,
        width=115,
      ),
      table.column(
        'Average wait',
        query.rows(ofWorst(speedOver('7d', by))),
        's',
        decimals=1,
        width=115,
      ),
      table.column(
        'Unanswered',
        query.rows(ofWorst(unansweredOver('7d', by))),
        'percentunit',
        thresholds.limit(alerts.PitelUnansweredHigh.share),
        decimals=1,
        width=115,
      ),
      table.column(
        'Inbound calls',
        query.rows(ofWorst('round(300 * %s)' % finished('7d', by))),
        'locale',
        bar=true,
      ),
    ],
    sortBy='Service level',
    descending=false,
  );

  local days = [
    ['today', ''],
    ['yesterday', ' offset 1d'],
  ] + [
    ['%d days ago' % day, ' offset %dd' % day]
    for day in std.range(2, 7)
  ];
  local week = heatmap.new(
    'Calls per hour, day by day',
    'Calls that began in the hour before, for the last 24 hours and the same hours of each of the seven days before.',
    [
      query.course(
        '3600 * sum(avg_over_time(%s[1h]%s))' % [recorded(calls('started')), day[1]],
        day[0]
      )
      for day in days
    ],
    unit='none',
    yAxis={ reverse: true },
  ) + panel.atLeast('1h') + { timeFrom: '24h', hideTimeOverride: true };

  board.new(
    config.dashboards.service_level,
    'Pitel / Service level',
    'How callers were served. Needs the recording rules of deploy/prometheus/rules.',
    board.recordedVariables,
    [
      layout.line(4, [
        levelStat('Level 1 h', '1h'),
        levelStat('Level 1 d', '1d'),
        levelStat('Level 7 d', '7d'),
        levelStat('Level 30 d', '30d'),
        levelOfAllStat('Level of all 1 d', '1d'),
        levelOfAllStat('Level of all 7 d', '7d'),
      ]),
      layout.line(4, [
        speed('Mean wait 1 d', '1d'),
        speed('Mean wait 7 d', '7d'),
        missed,
        inbound,
        erlangs,
        busyHour,
      ]),
      layout.line(8, [levels, unansweredCourse]),
      layout.line(8, [speeds, loads, peaks]),
      layout.line(9, [worst, most], [14, 10]),
      layout.line(9, [week]),
    ],
    from='now-7d',
    refresh='5m',
  )
