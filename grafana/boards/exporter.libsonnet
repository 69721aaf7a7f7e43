// Whether the figures can be trusted: the exporter, its polls, their responses.
local colours = import '../panels/colours.libsonnet';
local layout = import '../panels/layout.libsonnet';
local override = import '../panels/override.libsonnet';
local panel = import '../panels/panel.libsonnet';
local query = import '../panels/query.libsonnet';
local row = import '../panels/row.libsonnet';
local stat = import '../panels/stat.libsonnet';
local thresholds = import '../panels/thresholds.libsonnet';
local timeSeries = import '../panels/time_series.libsonnet';

function(config)
  local board = (import 'board.libsonnet')(config);
  local queries = (import 'queries.libsonnet')(config);
  local alerts = config.alerts;

  local process(metric) = queries.select(metric, queries.process);
  local target(metric, more='') = queries.select(metric, queries.target, more);
  // The worse of several exporters on one target.
  local worst(vector, by=['target']) = queries.max(vector, by);
  // Of hundreds of targets, those that matter.
  local most(vector) = 'topk(10, %s)' % vector;
  local least(vector) = 'bottomk(10, %s)' % vector;
  local perMinute(metric, by) =
    '60 * sum by (%s) (rate(%s[$__rate_interval]))' % [
      std.join(', ', by),
      target(metric),
    ];

  local version = stat.new(
    'Version',
    'What runs; several if several exporters run different versions.',
    [query.now('count by (version) (%s)' % process('pitel_exporter_build_info'), '{{version}}')],
    unit='none',
    text='name',
  );

  local uptime = stat.new(
    'Uptime',
    'Since the last start; of several exporters the one that started last.',
    [
      query.now(
        'time() - max(%s)' % queries.ours(process('process_start_time_seconds')), 'uptime'
      ),
    ],
    unit='dthms',
  );

  local restarts = stat.new(
    'Restarts 24 h',
    'How often exporters started again in the last 24 hours. Calls under way at a start are not counted as started.',
    [
      query.now(
        'sum(%s)' % queries.ours(
          'changes(%s[24h])' % process('process_start_time_seconds')
        ),
        'restarts'
      ),
    ],
    unit='locale',
    steps=thresholds.notice(1),
  );

  local reload = stat.new(
    'Configuration',
    'Whether the configuration was valid when it was last read. If not, the one before stays in force.',
    [
      query.now(
        'min(%s)' % process('pitel_exporter_config_last_reload_successful'), 'last reading'
      ),
    ],
    unit='short',
    mappings=[{
      type: 'value',
      options: {
        '0': { text: 'refused', color: colours.bad, index: 0 },
        '1': { text: 'in force', color: colours.good, index: 1 },
      },
    }],
  );

  local unreachable = stat.new(
    'API unreachable',
    'Targets of which the last poll failed, or that no exporter polls any more (for an hour).',
    [query.now(queries.unreachable(queries.target), 'targets')],
    unit='locale',
    steps=thresholds.limit(1),
    mappings=[{ type: 'value', options: { '0': { text: 'none', index: 0 } } }],
  );

  local age = stat.new(
    'Oldest response',
    'The longest time since a target last responded successfully. Its figures vanish three intervals after that. Red from %d s, or if a target has never responded since the exporter started.' %
    alerts.PitelDataStale.seconds,
    local lastSuccess = target('pitel_last_success_timestamp_seconds');
    local never = '%s unless on (target) %s' % [target('pitel_up'), lastSuccess];
    [
      query.now(queries.unless('time() - min(%s)' % lastSuccess, never), 'old'),
      query.now('count(count by (target) (%s))' % never, 'never responded'),
    ],
    unit='s',
    decimals=0,
    steps=thresholds.limit(alerts.PitelDataStale.seconds),
    text='value_and_name',
    overrides=[
      override.named('never responded', {
        unit: 'none',
        color: { mode: 'fixed', fixedColor: colours.bad },
      }),
    ],
  );

  local polls = timeSeries.new(
    'Poll duration and timeout',
    'How long a poll took, from the request to counted figures, against the timeout (dashed), of the ten slowest targets. From %d %% of it on it is slow.' %
    (100 * alerts.PitelPollSlow.share_of_timeout),
    [
      query.course(most(worst(target('pitel_poll_duration_seconds'))), '{{target}}'),
      query.course('min(%s)' % target('pitel_poll_timeout_seconds'), 'timeout'),
    ],
    unit='s',
    overrides=[override.dashed('timeout', colours.limit)],
  );

  local failures = timeSeries.new(
    'Failed requests by reason, per min',
    'Requests to the API that failed, as a rate per minute. Exactly one per failed poll.',
    [
      query.course(
        '%s > 0 or on () 0 * sum(%s)' % [
          perMinute('pitel_api_request_failures_total', ['operation', 'reason']),
          target('pitel_api_request_failures_total'),
        ],
        '{{operation}} {{reason}}'
      ),
    ],
    decimals=1,
    stacked=true,
    bars=true,
    overrides=[override.matching('^\\s*$', { displayName: 'none' })],
  ) + panel.atLeast('1m');

  local ages = timeSeries.new(
    'Age of the last successful response',
    'How old the figures are, of the ten oldest targets. Normally up to the interval of polls; from the dashed line on they are stale.',
    [
      query.course(
        most('time() - max by (target) (%s)' % target('pitel_last_success_timestamp_seconds')),
        '{{target}}'
      ),
    ],
    unit='dthms',
    steps=thresholds.new('transparent', [[alerts.PitelDataStale.seconds, colours.limit]]),
    showSteps=true,
  );

  local requests = timeSeries.new(
    'Requests to the API, per min',
    'Polls and token exchanges that were sent, as a rate per minute; the ten most.',
    [
      query.course(
        most(
          '60 * sum by (target, operation) (rate(%s[$__rate_interval]))' %
          target('pitel_api_requests_total')
        ),
        '{{target}} {{operation}}'
      ),
    ],
    decimals=1,
  ) + panel.atLeast('1m');

  local size = timeSeries.new(
    'Response size',
    'Size of the last successful response, decoded, of the ten targets with the largest.',
    [query.course(most(worst(target('pitel_api_response_size_bytes'))), '{{target}}')],
    unit='bytes',
  );

  local rows = timeSeries.new(
    'Rows received and reported',
    'Rows received, and the total that the response reported (dashed), of the ten targets with the most. If fewer were received, the response was incomplete: no call is counted as started or ended. Duplicates repeat a leg, once per further device of its extension.',
    [
      query.course(most(worst(target('pitel_api_rows'))), '{{target}}'),
      query.course(most(worst(target('pitel_api_reported_rows'))), '{{target}} reported'),
      query.course(most(worst(target('pitel_api_duplicate_rows'))), '{{target}} duplicates'),
    ],
    decimals=0,
    overrides=[
      override.matching('.* reported$', {
        'custom.fillOpacity': 0,
        'custom.lineWidth': 2,
        'custom.lineStyle': { fill: 'dash', dash: [4, 8] },
      }),
    ],
  );

  local oddities = timeSeries.new(
    'Odd rows and values, per min',
    'Rows that were no rows, and states, directions and times of calls that are not known, as a rate per minute. The API may have changed.',
    [
      query.course(perMinute('pitel_api_rejected_rows_total', ['reason']), 'rejected: {{reason}}'),
      query.course(perMinute('pitel_api_unknown_values_total', ['field']), 'unknown {{field}}'),
    ],
    softMax=1,
    decimals=0,
  ) + panel.atLeast('1m');

  local overflow = timeSeries.new(
    'Folded label values',
    'Tenants and servers beyond the limits of the configuration, counted together as %s; the ten most. Any is too many.' % config.folded,
    [
      query.course(
        most(worst(target('pitel_overflowed_label_values'), ['target', 'label'])),
        '{{target}} {{label}}'
      ),
    ],
    softMax=1,
    decimals=0,
  );

  local expiry = timeSeries.new(
    'Token expires in',
    'How long the token is still good, of the ten targets where it is shortest. It is exchanged in time; below the dashed line that has failed for long. Absent for a given bearer token.',
    [
      query.course(
        least(
          'min by (target) (%s) - time()' %
          target('pitel_api_token_expiry_timestamp_seconds')
        ),
        '{{target}}'
      ),
    ],
    unit='dthms',
    steps=thresholds.new(
      'transparent', [[alerts.PitelTokenRefreshFailing.expiry_seconds, colours.limit]]
    ),
    showSteps=true,
  );

  // From our own clock, either way.
  local furthest(metric) = '%s and topk(10, abs(%s))' % [
    worst(target(metric)),
    worst(target(metric)),
  ];
  local clocks = timeSeries.new(
    'Clocks',
    "The API's clock and the newest time of a call, both less our own, of the ten targets that differ most. The newest call is normally some seconds to an hour old; whole hours are a wrong time zone.",
    [
      query.course(furthest('pitel_api_clock_skew_seconds'), '{{target}} clock'),
      query.course(furthest('pitel_call_time_offset_seconds'), '{{target}} newest call'),
    ],
    unit='s',
    min=null,
  );

  local tracked = timeSeries.new(
    'Followed calls',
    'Calls that the exporter follows from poll to poll, of the ten targets with the most.',
    [query.course(most(worst(target('pitel_tracked_calls'))), '{{target}}')],
    decimals=0,
  );

  local lost = timeSeries.new(
    'Calls lost sight of, per 5 min',
    'Calls whose end was not seen, because polls failed or their rows went stale, as a rate per 5 min. They are neither answered nor unanswered, or never ended.',
    [
      query.course(
        '300 * ' + queries.sum(
          'rate(%s[$__rate_interval])' % target('pitel_calls_lost_total'), ['state']
        ),
        '{{state}}'
      ),
    ],
    softMax=1,
    decimals=1,
    stacked=true,
    bars=true,
    overrides=override.colours({ oncall: colours.oncall, ringing: colours.ringing }),
  ) + panel.atLeast('1m');

  local cpu = timeSeries.new(
    'CPU',
    'Processor time that the exporter takes, of one core.',
    [
      query.course(
        queries.ours('rate(%s[$__rate_interval])' % process('process_cpu_seconds_total')),
        '{{instance}}'
      ),
    ],
    unit='percentunit',
  );

  local memory = timeSeries.new(
    'Resident memory',
    'Memory that the exporter holds.',
    [query.course(queries.ours(process('process_resident_memory_bytes')), '{{instance}}')],
    unit='bytes',
  );

  local descriptors = timeSeries.new(
    'Open files and sockets',
    'File descriptors that the exporter has open, against its limit (dashed).',
    [
      query.course(queries.ours(process('process_open_fds')), '{{instance}}'),
      query.course(
        'min(%s)' % queries.ours(process('process_max_fds')), 'limit'
      ),
    ],
    decimals=0,
    overrides=[override.dashed('limit', colours.limit)],
  ) + { fieldConfig+: { defaults+: { custom+: { scaleDistribution: { type: 'log', log: 10 } } } } };

  local dropped = timeSeries.new(
    'Dropped log lines, per min',
    'Lines that nobody read in time, as a rate per minute. Nothing waits for the reader of the log.',
    [
      query.course(
        queries.ours(
          '60 * rate(%s[$__rate_interval])' % process('pitel_log_lines_dropped_total')
        ),
        '{{instance}}'
      ),
    ],
    softMax=1,
    decimals=0,
  ) + panel.atLeast('1m');

  local devices = timeSeries.new(
    'Extensions by device',
    'What kind of phone the extensions name, of all targets chosen.',
    [
      query.course(
        queries.sum(target('pitel_extension_devices'), ['device']) + ' > 0', '{{device}}'
      ),
    ],
    stacked=true,
    decimals=0,
  );

  board.new(
    config.dashboards.exporter,
    'Pitel / Exporter',
    'Whether the figures can be trusted: the exporter, its polls and the responses of the API.',
    board.targetVariables,
    [
      layout.line(4, [version, uptime, restarts, reload, unreachable, age]),
      layout.heading(row.new('Polls')),
      layout.line(8, [polls, failures, ages]),
      layout.line(8, [requests, expiry, clocks]),
      layout.heading(row.new('Responses')),
      layout.line(8, [rows, size, devices]),
      layout.line(8, [oddities, overflow, tracked, lost]),
      layout.heading(row.new('Process')),
      layout.line(8, [cpu, memory, descriptors, dropped]),
    ],
    from='now-6h',
  )
