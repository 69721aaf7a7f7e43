// The main figures, at the top of three dashboards.
local colours = import '../panels/colours.libsonnet';
local override = import '../panels/override.libsonnet';
local query = import '../panels/query.libsonnet';
local stat = import '../panels/stat.libsonnet';
local thresholds = import '../panels/thresholds.libsonnet';

// whose: ends the descriptions, `of the tenants chosen`.
function(config, within, whose) {
  local queries = (import 'queries.libsonnet')(config),
  local alerts = config.alerts,
  local level = config.service_level,
  local promised = 'answered within %d s' % level.seconds,

  // Exact if queues are polled for all targets, else estimated from followed
  // calls.
  // Grey, with a text, if there are too few calls to judge; nothing if there are
  // no figures of now.
  local judged(good, exact, estimate, floor) = {
    local enough(of) = '%s >= %g' % [of.calls, floor - 0.5],
    local known = queries.queuesKnown,
    queries: [
      query.now(queries.whileAlive(asked[0], within), asked[1])
      for asked in [
        [
          queries.when(queries.when(exact.value, known), enough(exact)),
          good + ', exact',
        ],
        [
          queries.unless(queries.when(estimate.value, enough(estimate)), known),
          good + ', estimated',
        ],
        [
          '((%s) or (%s))' % [
            queries.unless(queries.when(exact.value, known), enough(exact)),
            queries.unless(queries.unless(estimate.value, enough(estimate)), known),
          ],
          'few calls',
        ],
      ]
    ],
    overrides: [override.coloured('few calls', colours.neutral)],
  },

  activeCalls: stat.new(
    'Active calls',
    'Calls that ring or are on call now, %s. A call of several phones is one.' % whose,
    [query.now(queries.calls(within), 'under way')],
    unit='locale',
  ),

  waiting: stat.new(
    'Callers waiting',
    |||
      People for whom phones ring now, %s, however many phones ring for each.
      Red is a backlog: a tenant with %s.
    ||| % [whose, queries.backlogInWords],
    [
      query.now(
        queries.unless(queries.waiting(within), queries.backlog(within)), 'no backlog'
      ),
      query.now(
        queries.when(queries.waiting(within), 'count(%s) > 0' % queries.backlog(within)), 'backlog'
      ),
    ],
    unit='locale',
    text='value_and_name',
    overrides=override.colours({ 'no backlog': colours.neutral, backlog: colours.bad }),
  ),

  oldest: stat.new(
    'Oldest ringing',
    |||
      How long the caller who waits longest has waited, %s, as of the last poll; 0 if nobody waits.
      Orange from %d s on, red from %d s on.
    ||| % [
      whose,
      alerts.PitelRingingTooLong.warning.seconds,
      alerts.PitelRingingTooLong.critical.seconds,
    ],
    [query.now(queries.oldest(within), 'longest wait')],
    unit='dthms',
    steps=thresholds.rising(
      alerts.PitelRingingTooLong.warning.seconds,
      alerts.PitelRingingTooLong.critical.seconds
    ),
  ),

  queued: stat.new(
    'Waiting in queues',
    |||
      Callers who wait in queues now, %s, even if no phone rings for them. "Callers waiting" counts some of them, too: never add the two.
      Red from %d on. "no queues" without `queues.enabled` in the exporter.
    ||| % [whose, alerts.PitelQueueBacklog.callers],
    [query.now(queries.queued(within), 'callers')],
    unit='locale',
    noValue='no queues',
    steps=thresholds.limit(alerts.PitelQueueBacklog.callers),
  ),

  longestQueued: stat.new(
    'Longest in a queue',
    |||
      How long the caller who waits longest in a queue has waited, %s; 0 if nobody waits.
      Orange from %d s on, red from %d s on. "no queues" without `queues.enabled` in the exporter.
    ||| % [
      whose,
      alerts.PitelQueueWaitTooLong.warning.seconds,
      alerts.PitelQueueWaitTooLong.critical.seconds,
    ],
    [query.now(queries.longestQueued(within), 'longest wait')],
    unit='dthms',
    noValue='no queues',
    steps=thresholds.rising(
      alerts.PitelQueueWaitTooLong.warning.seconds,
      alerts.PitelQueueWaitTooLong.critical.seconds
    ),
  ),

  serviceLevel: stat.new(
    'Service level 1 h',
    |||
      Of the inbound calls of the last hour that were answered, %s, the share that was %s: answered in time / answered. Callers who gave up do not count.
      Exact if queues are polled for all targets chosen; else estimated from followed calls.
      %d %% is promised. Grey below %d calls: their share says little.
    ||| % [whose, promised, 100 * level.share, alerts.PitelServiceLevelLow.calls],
    self.level.queries,
    unit='percentunit',
    decimals=0,
    steps=thresholds.falling(alerts.PitelServiceLevelLow.share, level.share),
    text='value_and_name',
    overrides=self.level.overrides,
  ),

  serviceLevelOfAll: stat.new(
    'Level of all 1 h',
    |||
      The service level of the last hour, %s, that counts those who gave up: answered within %d s / (answered + gave up).
      Exact if queues are polled for all targets chosen; else estimated from followed calls, of which voicemail and forwards count as given up.
      %d %% is promised. Grey below %d calls: their share says little.
    ||| % [whose, level.seconds, 100 * level.share, alerts.PitelServiceLevelLow.calls],
    self.levelOfAll.queries,
    unit='percentunit',
    decimals=0,
    steps=thresholds.falling(alerts.PitelServiceLevelLow.share, level.share),
    text='value_and_name',
    overrides=self.levelOfAll.overrides,
  ),
  levelOfAll:: judged(
    'of all',
    { value: queries.queueLevelOfAll(within, '1h'), calls: queries.queueFinished(within, '1h') },
    { value: queries.serviceLevelOfAll(within, '1h'), calls: queries.finished(within, '1h') },
    alerts.PitelServiceLevelLow.calls
  ),

  meanWait: stat.new(
    'Mean wait 15 min',
    |||
      The average speed of answer: how long inbound callers of the last 15 min had waited when they were answered, on average, %s.
      Exact if queues are polled for all targets chosen; else estimated from followed calls, and a single wait is known to about one poll.
      Orange from the %d s of the service level on. Grey below %d calls.
    ||| % [whose, level.seconds, config.colours.call_length_calls],
    self.speed.queries,
    unit='s',
    decimals=0,
    steps=thresholds.notice(level.seconds),
    text='value_and_name',
    overrides=self.speed.overrides,
  ),
  speed:: judged(
    'average',
    { value: queries.queueMeanWait(within, '15m'), calls: queries.queueAnswered(within, '15m') },
    { value: queries.meanWait(within, '15m'), calls: queries.waits(within, '15m') },
    config.colours.call_length_calls
  ),

  free: stat.new(
    'Phones free',
    |||
      Phones that neither ring nor talk now, and all phones that are logged in, which are those that the API lists, %s.
      Red if none of them is free: further callers wait unseen. The API does not know breaks, so a free phone may have nobody beside it.
    ||| % whose,
    [
      query.now(
        queries.when(
          queries.phones(within, more='state="idle"'), '%s > 0' % queries.phones(within)
        ),
        'free'
      ),
      query.now(queries.phones(within), 'logged in'),
    ],
    unit='locale',
    steps=thresholds.new(colours.bad, [[1, colours.good]]),
    text='value_and_name',
    overrides=[override.coloured('logged in', colours.neutral)],
  ),

  occupancy: stat.new(
    'Occupancy 15 min',
    |||
      The share of the phones logged in that rang or talked, on average over the last 15 min, %s: agents' occupancy, if there is an agent beside every phone.
      Orange from %d %% on, red from %d %% on.
    ||| % [
      whose,
      100 * config.colours.occupancy_high,
      100 * alerts.PitelAgentsSaturated.share,
    ],
    [query.now(queries.whileAlive(queries.occupancy(within, '15m'), within), 'of phones')],
    unit='percentunit',
    decimals=0,
    steps=thresholds.rising(
      config.colours.occupancy_high, alerts.PitelAgentsSaturated.share
    ),
  ),
  local figures = self,
  level:: judged(
    'within %d s' % level.seconds,
    { value: queries.queueLevel(within, '1h'), calls: queries.queueAnswered(within, '1h') },
    { value: queries.serviceLevel(within, '1h'), calls: queries.waits(within, '1h') },
    alerts.PitelServiceLevelLow.calls
  ),

  unanswered: stat.new(
    'Unanswered 1 h',
    |||
      The share of inbound calls of the last hour that nobody answered, %s.
      If queues are polled for all targets chosen, the exact share of callers who gave up in a queue; else an estimate from followed calls, which includes voicemail and forwards.
      Red from %d %% on. Grey below %d calls: their share says little.
    ||| % [
      whose,
      100 * alerts.PitelUnansweredHigh.share,
      alerts.PitelUnansweredHigh.calls,
    ],
    self.missed.queries,
    unit='percentunit',
    decimals=1,
    steps=thresholds.limit(alerts.PitelUnansweredHigh.share),
    text='value_and_name',
    overrides=self.missed.overrides,
  ),
  missed:: judged(
    'of calls',
    { value: queries.abandonment(within, '1h'), calls: queries.queueFinished(within, '1h') },
    { value: queries.unansweredShare(within, '1h'), calls: queries.finished(within, '1h') },
    alerts.PitelUnansweredHigh.calls
  ),

  // Where no exporter can be scraped, there is nothing else to see.
  unreachable: stat.new(
    'API unreachable',
    'API hosts whose last poll failed, or that no exporter polls any more (for an hour), %s. Their figures of now soon vanish; those of the last hour are of what was seen of it. And the exporters that Prometheus cannot scrape.' % whose,
    [
      query.now(
        queries.unreachable(
          queries.target,
          if within == queries.tenant then queries.ofTenant(within) else ''
        ),
        'targets'
      ),
      query.now(
        'count(%s == 0) > 0' % queries.select('up', queries.process), 'exporters down'
      ),
    ],
    unit='locale',
    steps=thresholds.limit(1),
    mappings=[{ type: 'value', options: { '0': { text: 'none', index: 0 } } }],
  ),

  // Calls and callers of now, and how callers were served.
  lines:: [
    [
      self.activeCalls,
      self.waiting,
      self.oldest,
      self.queued,
      self.longestQueued,
      self.meanWait,
    ],
    [
      self.serviceLevel,
      self.serviceLevelOfAll,
      self.unanswered,
      self.free,
      self.occupancy,
      self.unreachable,
    ],
  ],
}
