// Graphs over time that several dashboards show.
local colours = import '../panels/colours.libsonnet';
local heatmap = import '../panels/heatmap.libsonnet';
local override = import '../panels/override.libsonnet';
local panel = import '../panels/panel.libsonnet';
local query = import '../panels/query.libsonnet';
local thresholds = import '../panels/thresholds.libsonnet';
local timeSeries = import '../panels/time_series.libsonnet';

function(config, within, whose) {
  local queries = (import 'queries.libsonnet')(config),
  local level = config.service_level,
  // Counters of calls grow slowly: shorter steps would show saw teeth.
  local slow = panel.atLeast('5m'),

  byState: timeSeries.new(
    'Active calls by state',
    'Calls under way, %s: those that are talking and those that ring.' % whose,
    [query.course(queries.calls(within, ['state']), '{{state}}')],
    stacked=true,
    overrides=override.colours({
      oncall: colours.oncall,
      ringing: colours.ringing,
      unknown: colours.unknown,
    }),
  ),

  byDirection: timeSeries.new(
    'Active calls by direction',
    'Calls under way, %s: from outside, to outside, and between its own phones.' % whose,
    [query.course(queries.calls(within, ['direction']), '{{direction}}')],
    stacked=true,
    overrides=override.colours({
      inbound: colours.inbound,
      outbound: colours.outbound,
      'local': colours['local'],
      unknown: colours.unknown,
    }),
  ),

  local per5m(what) = queries.per5m(what, within, more=queries.inbound),
  outcomes: timeSeries.new(
    'Inbound calls answered and not, per 5 min',
    'Inbound calls that were answered, and those that ended without, %s. As a rate per 5 min, so that any time range compares.' % whose,
    [
      query.course(per5m('answered'), 'answered'),
      query.course(per5m('unanswered'), 'unanswered'),
    ],
    decimals=1,
    stacked=true,
    bars=true,
    overrides=override.colours({
      answered: colours.answered,
      unanswered: colours.unanswered,
    }),
  ) + slow,

  local wait(q) = 'histogram_quantile(%g, %s)' % [q, queries.waitsPer5m(within)],
  waits: timeSeries.new(
    'Wait until answered',
    |||
      How long inbound callers waited who were answered, %s: half of them at most the p50, 95 %% at most the p95.
      The dashed line is the %d s of the service level. Interpolated between the bounds of the histogram.
    ||| % [whose, level.seconds],
    [query.course(wait(0.5), 'p50'), query.course(wait(0.95), 'p95')],
    unit='s',
    steps=thresholds.new('transparent', [[level.seconds, colours.limit]]),
    showSteps=true,
    overrides=override.colours({ p50: colours.inbound, p95: colours.outbound }),
  ) + slow,

  waitHeatmap: heatmap.new(
    'Waits of answered calls',
    'How many inbound callers waited how long until they were answered, %s. A row reaches from the bound below to its own.' % whose,
    [query.buckets(queries.waitsPer5m(within))],
    unit='s',
  ) + slow,

  backlog: timeSeries.new(
    'Callers waiting over time',
    |||
      People for whom phones ring, %s.
      From the dashed line on (%d) they are a backlog if they are also more than %d %% of the inbound calls on call.
    ||| % [
      whose,
      config.alerts.PitelRingingBacklog.callers,
      100 * config.alerts.PitelRingingBacklog.share_of_oncall,
    ],
    [query.course(queries.waiting(within), 'waiting')],
    steps=thresholds.new(
      'transparent', [[config.alerts.PitelRingingBacklog.callers, colours.limit]]
    ),
    showSteps=true,
    overrides=override.colours({ waiting: colours.ringing }),
  ),

  oldest: timeSeries.new(
    'Oldest ringing over time',
    |||
      How long the caller who waited longest had waited by then, %s.
      Dashed lines at the %d s and %d s at which it is too long.
    ||| % [
      whose,
      config.alerts.PitelRingingTooLong.warning.seconds,
      config.alerts.PitelRingingTooLong.critical.seconds,
    ],
    [query.course(queries.oldest(within), 'longest wait')],
    unit='dthms',
    steps=thresholds.new('transparent', [
      [config.alerts.PitelRingingTooLong.warning.seconds, colours.attention],
      [config.alerts.PitelRingingTooLong.critical.seconds, colours.bad],
    ]),
    showSteps=true,
    overrides=override.colours({ 'longest wait': colours.ringing }),
  ),

  queued: timeSeries.new(
    'Waiting in queues over time',
    'Callers who wait in each queue, %s, even if no phone rings for them. From the dashed line on (%d) they may be a backlog.' % [
      whose,
      config.alerts.PitelQueueBacklog.callers,
    ],
    [query.course(queries.queued(within, ['queue']), '{{queue}}')],
    steps=thresholds.new(
      'transparent', [[config.alerts.PitelQueueBacklog.callers, colours.limit]]
    ),
    showSteps=true,
  ),

  longestQueued: timeSeries.new(
    'Longest in a queue over time',
    |||
      How long the caller who waited longest in each queue had waited by then, %s.
      Dashed lines at the %d s and %d s at which it is too long.
    ||| % [
      whose,
      config.alerts.PitelQueueWaitTooLong.warning.seconds,
      config.alerts.PitelQueueWaitTooLong.critical.seconds,
    ],
    [query.course(queries.longestQueued(within, ['queue']), '{{queue}}')],
    unit='dthms',
    steps=thresholds.new('transparent', [
      [config.alerts.PitelQueueWaitTooLong.warning.seconds, colours.attention],
      [config.alerts.PitelQueueWaitTooLong.critical.seconds, colours.bad],
    ]),
    showSteps=true,
  ),

  local queuePer5m(what) =
    '300 * ' + queries.rate('pitel_queue_%s_total' % what, within),
  queueOutcomes: timeSeries.new(
    'Callers of queues, per 5 min',
    'Callers who joined a queue (line), and what became of them, %s: answered, gave up, or disappeared (lost). As a rate per 5 min, so that any time range compares.' % whose,
    [
      query.course(queuePer5m('answered'), 'answered'),
      query.course(queuePer5m('abandoned'), 'gave up'),
      query.course(queuePer5m('lost'), 'lost'),
      query.course(queuePer5m('joined'), 'joined'),
    ],
    decimals=1,
    overrides=override.colours({
      answered: colours.answered,
      'gave up': colours.unanswered,
      lost: colours.unknown,
      joined: colours.inbound,
    }),
  ) + slow,

  before: timeSeries.new(
    'Active calls today, yesterday, a week ago',
    'Calls under way, %s, and those at the same time a day and a week before (dashed).' % whose,
    [query.course(queries.calls(within), 'today')] + [
      query.course(
        queries.total(queries.activeCalls(within) + ' offset ' + ago[0]), ago[1]
      )
      for ago in [['1d', 'yesterday'], ['1w', 'a week ago']]
    ],
    overrides=[
      override.coloured('today', colours.inbound),
      override.dashed('yesterday', colours.outbound),
      override.dashed('a week ago', colours.past),
    ],
  ),

  phones: timeSeries.new(
    'Phones by state',
    'The phones logged in, which are those that the API lists, %s. With none idle, further callers wait unseen: no phone rings for them.' % whose,
    [query.course(queries.phones(within, ['state']), '{{state}}')],
    stacked=true,
    overrides=override.colours({
      idle: colours.idle,
      ringing: colours.ringing,
      oncall: colours.oncall,
      unknown: colours.unknown,
    }),
  ),
}
