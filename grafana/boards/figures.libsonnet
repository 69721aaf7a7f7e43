// The eight main figures, at the top of three dashboards.
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
  local ofOne = within == queries.tenant,
  local promised = 'answered within %d s' % level.seconds,

  // Exact if queues are polled for all targets, else estimated from followed
  // calls.
  // Grey, with a text, if there are too few calls to judge.
  local judged(good, exact, estimate, floor) = {
    local enough(of) = '%s >= %g' % [of.calls, floor - 0.5],
    local known = queries.queuesKnown,
    queries: [
      query.now(
        queries.when(queries.when(exact.value, known), enough(exact)),
        good + ', exact'
      ),
      query.now(
        queries.unless(queries.when(estimate.value, enough(estimate)), known),
        good + ', estimated'
      ),
      query.now(
        '(%s) or (%s)' % [
          queries.unless(queries.when(exact.value, known), enough(exact)),
          queries.unless(queries.unless(estimate.value, enough(estimate)), known),
        ],
        'few calls'
      ),
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
      Red from %d on. Needs `queues.enabled` in the exporter.
    ||| % [whose, alerts.PitelQueueBacklog.callers],
    [query.now(queries.queued(within), 'callers')],
    unit='locale',
    steps=thresholds.limit(alerts.PitelQueueBacklog.callers),
  ),

  longestQueued: stat.new(
    'Longest in a queue',
    |||
      How long the caller who waits longest in a queue has waited, %s; 0 if nobody waits.
      Orange from %d s on, red from %d s on. Needs `queues.enabled` in the exporter.
    ||| % [
      whose,
      alerts.PitelQueueWaitTooLong.warning.seconds,
      alerts.PitelQueueWaitTooLong.critical.seconds,
    ],
    [query.now(queries.longestQueued(within), 'longest wait')],
    unit='dthms',
    steps=thresholds.rising(
      alerts.PitelQueueWaitTooLong.warning.seconds,
      alerts.PitelQueueWaitTooLong.critical.seconds
    ),
  ),

  serviceLevel: stat.new(
    'Service level 1 h',
    |||
      Of the inbound calls of the last hour that were answered, %s, the share that was %s.
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

  unreachable: stat.new(
    'API unreachable',
    'API hosts%s whose last poll failed, or that no exporter polls any more (for an hour). Figures of now soon vanish; those of the last hour are of what was seen of it.' %
    (if ofOne then ' of this tenant' else ''),
    [
      query.now(
        queries.unreachable(queries.target, if ofOne then queries.ofTenant(within) else ''),
        'targets'
      ),
    ],
    unit='locale',
    steps=thresholds.limit(1),
    mappings=[{ type: 'value', options: { '0': { text: 'none', index: 0 } } }],
  ),

  all:: [
    self.activeCalls,
    self.waiting,
    self.oldest,
    self.queued,
    self.longestQueued,
    self.serviceLevel,
    self.unanswered,
    self.unreachable,
  ],
}
