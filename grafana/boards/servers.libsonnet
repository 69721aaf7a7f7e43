// API hosts and the PBX servers behind them: a folded row per target.
local colours = import '../panels/colours.libsonnet';
local layout = import '../panels/layout.libsonnet';
local override = import '../panels/override.libsonnet';
local panel = import '../panels/panel.libsonnet';
local query = import '../panels/query.libsonnet';
local row = import '../panels/row.libsonnet';
local stat = import '../panels/stat.libsonnet';
local table = import '../panels/table.libsonnet';
local thresholds = import '../panels/thresholds.libsonnet';
local timeSeries = import '../panels/time_series.libsonnet';

function(config)
  local board = (import 'board.libsonnet')(config);
  local queries = (import 'queries.libsonnet')(config);
  local alerts = config.alerts;
  local by = ['target'];

  local isUp = [{
    type: 'value',
    options: {
      '0': { text: 'down', color: colours.bad, index: 0 },
      '1': { text: 'up', color: colours.good, index: 1 },
    },
  }];
  local up = queries.reached(queries.target);
  local availability =
    'avg_over_time((%s)[$__range:1m])' % queries.upOrUnseen(queries.target);
  local availabilitySteps = thresholds.falling(
    alerts.PitelTargetFlapping.availability, config.colours.availability_good
  );
  local slow = alerts.PitelPollSlow.share_of_timeout;
  // As configured unless told otherwise: 0.8 of the interval.
  local slowSeconds = slow * 0.8 * config.poll_seconds;

  local ringing = config.colours.ringing_share;
  local callsOver = queries.serverCallsOver;
  local ringingShare(window, by=[]) = queries.share(
    callsOver(window, by, 'state="ringing"'), callsOver(window, by)
  );
  local isEnough(window, by=[]) =
    '%s >= %g' % [callsOver(window, by), ringing.calls];
  local stale(by) =
    queries.total(queries.ofServers('target_server:pitel_stale_legs:sum'), by);
  local latency(q, by=[]) = queries.quantile(
    q,
    'pitel_api_request_duration_seconds',
    queries.target,
    by,
    'operation="monitor"'
  );

  local targets = table.new(
    'Targets',
    'A row per API host; below, each has a folded row of its own. The availability is the share of the time range in which the last poll had succeeded; without an exporter, none had.',
    [['target', 'Target', []]],
    [
      table.column('State', query.rows(up), mappings=isUp, steps=thresholds.limit(2)),
      table.column(
        'Availability',
        query.rows(availability),
        'percentunit',
        availabilitySteps,
        decimals=2,
      ),
      table.column(
        'Servers',
        query.rows('count by (target) (%s)' % queries.serverCalls(['target', 'server'])),
        'locale',
      ),
      table.column(
        'Tenants',
        query.rows(
          'count by (target) (%s)' %
          queries.waiting(queries.target, ['target', 'tenant'])
        ),
        'locale',
      ),
      table.column(
        'Extensions',
        query.rows(queries.total(queries.ofServers('target_server:pitel_extensions:sum'), by)),
        'locale',
      ),
      table.column('Active', query.rows(queries.serverCalls(by)), 'locale', bar=true),
      table.column('Stale legs', query.rows(stale(by)), 'locale', thresholds.new(colours.good, [
        [alerts.PitelStaleLegs.info + 1, colours.attention],
        [alerts.PitelStaleLegs.warning + 1, colours.bad],
      ])),
      table.column(
        'Poll',
        query.rows(
          queries.max(
            queries.select('pitel_poll_duration_seconds', queries.target), by
          )
        ),
        's',
        thresholds.rising(slowSeconds, slowSeconds / slow),
      ),
    ],
    sortBy='Target',
    descending=false,
  );

  local state = stat.new(
    'API',
    'Whether the last poll of this target succeeded.',
    [query.now(up, '{{target}}')],
    unit='short',
    mappings=isUp,
  );

  local available = stat.new(
    'Availability',
    'The share of the time range in which the last poll of this target had succeeded. While no exporter could be scraped, none had.',
    [query.now(availability, 'of the time')],
    unit='percentunit',
    decimals=2,
    steps=availabilitySteps,
  );

  local latencyNow = stat.new(
    'Latency p95 15 min',
    |||
      95 %% of the requests to the API of the last 15 min were answered within this time.
      Orange from %g s on, which is %d %% of the usual timeout.
    ||| % [slowSeconds, 100 * slow],
    [
      query.now(
        'histogram_quantile(0.95, %s)' % queries.increase(
          'pitel_api_request_duration_seconds_bucket',
          queries.target,
          '15m',
          ['le'],
          'operation="monitor"'
        ),
        'p95'
      ),
    ],
    unit='s',
    steps=thresholds.rising(slowSeconds, slowSeconds / slow),
  );

  local peak = stat.new(
    'Peak 24 h',
    'The most calls of this target that were under way at once in the last 24 hours.',
    [query.now(queries.total(
      'max_over_time(%s[24h])' % queries.ofServers('target:pitel_active_calls:sum')
    ), 'calls')],
    unit='locale',
  );

  local ringingNow = stat.new(
    'Ringing share 15 min',
    |||
      Of the calls under way, those that still ring, on average over the last 15 min. Usually less than %d %%; it grows when nobody picks up.
      Grey below %d calls: their share says little.
    ||| % [100 * ringing.share, ringing.calls],
    [
      query.now(
        queries.whileAlive(
          queries.when(ringingShare('15m'), isEnough('15m')), queries.target
        ),
        'of all calls'
      ),
      query.now(
        queries.whileAlive(
          queries.unless(ringingShare('15m'), isEnough('15m')), queries.target
        ),
        'few calls'
      ),
    ],
    unit='percentunit',
    decimals=0,
    steps=thresholds.notice(ringing.share),
    text='value_and_name',
    overrides=[override.coloured('few calls', colours.neutral)],
  );

  local staleNow = stat.new(
    'Stale legs',
    'Legs that ring or talk for longer than is believable: rows that a crashed server left, most likely. They are never callers who wait.',
    [query.now(stale([]), 'legs')],
    unit='locale',
    steps=thresholds.new(colours.good, [
      [alerts.PitelStaleLegs.info + 1, colours.attention],
      [alerts.PitelStaleLegs.warning + 1, colours.bad],
    ]),
  );

  local byServer = timeSeries.new(
    'Active calls by server',
    'Calls under way on each PBX server.',
    [query.course(queries.serverCalls(['server']), '{{server}}')],
    stacked=true,
  );

  local shares = timeSeries.new(
    'Share per server',
    'Of the calls under way, the share of each PBX server. One that falls alone has lost its calls.',
    [
      query.course(
        local window = '$__rate_interval';
        queries.shares(callsOver(window, ['server']), callsOver(window)), '{{server}}'
      ),
    ],
    unit='percentunit',
    max=1,
  ) + panel.atLeast('5m');

  local ringingByServer = timeSeries.new(
    'Ringing share by server',
    'Of the calls under way on a PBX server, those that still ring. The dashed line at %d %%: more is unusual. Missing below %d calls.' %
    [100 * ringing.share, ringing.calls],
    [
      query.course(
        local window = '$__rate_interval';
        '%s and %s' % [ringingShare(window, ['server']), isEnough(window, ['server'])],
        '{{server}}'
      ),
    ],
    unit='percentunit',
    max=1,
    steps=thresholds.new('transparent', [[ringing.share, colours.attention]]),
    showSteps=true,
  ) + panel.atLeast('5m');

  local staleByServer = timeSeries.new(
    'Stale legs by server',
    'Legs that ring or talk for longer than is believable, on each PBX server.',
    [query.course(stale(['server']), '{{server}}')],
    decimals=0,
    softMax=1,
  );

  local latencies = timeSeries.new(
    'API latency',
    'Response time of the API: half of the requests took at most the p50, 95 % at most the p95. Interpolated between the bounds of the histogram.',
    [query.course(latency(0.5), 'p50'), query.course(latency(0.95), 'p95')],
    unit='s',
    overrides=override.colours({ p50: colours.inbound, p95: colours.outbound }),
  ) + panel.atLeast('2m');

  local lengths = timeSeries.new(
    'Call length p50 by direction',
    'Half of the calls that ended lasted at most so long, ringing included. Interpolated between the bounds of the histogram.',
    [
      query.course(
        queries.quantile(0.5, 'pitel_call_duration_seconds', queries.target, ['direction']),
        '{{direction}}'
      ),
    ],
    unit='dthms',
    overrides=override.colours({
      inbound: colours.inbound,
      outbound: colours.outbound,
      'local': colours['local'],
    }),
  ) + panel.atLeast('10m');

  board.new(
    config.dashboards.targets,
    'Pitel / Servers and targets',
    'API hosts and the PBX servers behind them.',
    board.targetVariables,
    [
      layout.line(12, [targets]),
      layout.heading(row.foldedEach('Target $target', 'target', [
        layout.line(4, [state, available, latencyNow, peak, ringingNow, staleNow]),
        layout.line(8, [byServer, shares, ringingByServer]),
        layout.line(8, [latencies, staleByServer, lengths]),
      ])),
    ],
    from='now-6h',
  )
