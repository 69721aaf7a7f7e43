// One tenant in depth.
local colours = import '../panels/colours.libsonnet';
local layout = import '../panels/layout.libsonnet';
local override = import '../panels/override.libsonnet';
local panel = import '../panels/panel.libsonnet';
local query = import '../panels/query.libsonnet';
local stat = import '../panels/stat.libsonnet';
local timeSeries = import '../panels/time_series.libsonnet';

function(config)
  local board = (import 'board.libsonnet')(config);
  local queries = (import 'queries.libsonnet')(config);
  local within = queries.tenant;
  local whose = 'of this tenant';
  local figures = (import 'figures.libsonnet')(config, within, whose);
  local courses = (import 'courses.libsonnet')(config, within, whose);

  local firing = (import 'firing.libsonnet')(config, within);

  local byServer = timeSeries.new(
    'Active calls by server',
    'Calls under way of this tenant, by the PBX server that handles them.',
    [
      query.course(
        queries.sum(queries.select('pitel_active_calls', within), ['server']), '{{server}}'
      ),
    ],
    stacked=true,
  );

  local peak = timeSeries.new(
    'Most calls at once',
    'The highest number of active calls of this tenant at once: in the last 5 minutes, and in the hour before (dashed). Use it to size trunks.',
    [
      query.course(
        queries.max(queries.select('pitel_active_calls_peak', within)), 'over 5 min'
      ),
      query.course(
        queries.max(
          'max_over_time(%s[1h])' % queries.select('pitel_active_calls_peak', within)
        ),
        'over 1 h'
      ),
    ],
    decimals=0,
    fill=0,
    overrides=[
      override.coloured('over 5 min', colours.oncall),
      override.dashed('over 1 h', colours.past),
    ],
  );

  local daily = timeSeries.new(
    'Most calls at once, by day',
    'The highest number of active calls of this tenant at once in each of the last 30 days, ringing ones included, for bills and to size trunks. A bar is of the day before it. Prometheus keeps 15 days unless `--storage.tsdb.retention.time` says otherwise.',
    [
      query.course(
        queries.max(
          queries.select('target_tenant:pitel_active_calls_peak:max1d', within)
        ),
        'over 1 d'
      ),
    ],
    decimals=0,
    bars=true,
    overrides=[override.coloured('over 1 d', colours.oncall)],
  ) + panel.atLeast('1d') + { timeFrom: '30d', hideTimeOverride: true };

  local needed = queries.agentsNeeded(within);
  local agentsNow = stat.new(
    'Agents needed',
    queries.agentsInWords,
    [query.now(queries.whileAlive(needed, within), 'agents')],
    unit='locale',
  );
  local agents = timeSeries.new(
    'Agents needed and phones logged in',
    queries.agentsInWords + ' The dashed line is the phones logged in.',
    [
      query.course(needed, 'needed'),
      query.course(queries.phones(within), 'logged in'),
    ],
    decimals=0,
    overrides=[
      override.coloured('needed', colours.oncall),
      override.dashed('logged in', colours.past),
    ],
  ) + panel.atLeast('5m');

  local started = timeSeries.new(
    'Calls started by direction, per 5 min',
    'Calls of this tenant that began to ring, as a rate per 5 min.',
    [
      query.course(
        queries.per5m('started', within, ['direction']), '{{direction}}'
      ),
    ],
    decimals=1,
    stacked=true,
    bars=true,
    overrides=override.colours({
      inbound: colours.inbound,
      outbound: colours.outbound,
      'local': colours['local'],
      unknown: colours.unknown,
    }),
  ) + panel.atLeast('5m');

  // Little's law: calls in progress on average = calls ended per second x mean
  // duration.
  local ended(direction, what) = queries.sum('%s(%s[1h])' % [
    what,
    queries.select('pitel_calls_ended_total', within, 'direction="%s"' % direction),
  ]);
  local talk(direction) = '%s and %s >= %g' % [
    queries.share(
      queries.total(
        'avg_over_time(%s[1h])' %
        queries.activeCalls(within, 'direction="%s", state="oncall"' % direction)
      ),
      ended(direction, 'rate'),
    ),
    ended(direction, 'increase'),
    config.colours.call_length_calls - 0.5,
  ];
  local length = timeSeries.new(
    'Mean call length, over 1 h',
    |||
      How long calls of this tenant last once they are answered: the calls on call, on average over the hour before, by the calls that ended per second.
      Missing below %d calls an hour; too long after a start of the exporter.
    ||| % config.colours.call_length_calls,
    [
      query.course(talk(direction), direction)
      for direction in ['inbound', 'outbound', 'local']
    ],
    unit='dthms',
    overrides=override.colours({
      inbound: colours.inbound,
      outbound: colours.outbound,
      'local': colours['local'],
    }),
  ) + panel.atLeast('5m');

  board.new(
    config.dashboards.tenant,
    'Pitel / Tenant',
    'One tenant: who calls, who waits, and what its phones do.',
    board.tenantVariables,
    [
      layout.line(4, line)
      for line in figures.lines
    ] + [
      layout.line(8, [courses.backlog, courses.oldest, firing], [7, 7, 10]),
      layout.line(8, [courses.queued, courses.longestQueued, courses.queueOutcomes]),
      layout.line(8, [courses.outcomes, courses.waits]),
      layout.line(8, [agentsNow, agents, courses.phones], [4, 10, 10]),
      layout.line(8, [courses.byState, courses.byDirection, byServer]),
      layout.line(8, [peak, daily, started]),
      layout.line(8, [courses.waitHeatmap, courses.before, length]),
    ],
    from='now-6h',
    ofTargets=queries.ofTenant(within),
  )
