// The PromQL that dashboards share. `within` is a scope: what a query selects by,
// which follows the dashboard's variables.
function(config) {
  local queries = self,
  local series = (import '../series.libsonnet')(config),

  // ---- what a query selects by

  // Rules combine exporters, so recorded series have no instance. `level` names
  // the labels of those that are recorded for this scope.
  local scope(level, more='') = {
    raw: 'job=~"$job", instance=~"$instance"' + more,
    recorded: 'job=~"$job"' + more,
    level: level,
    // Alerts have neither an exporter nor, some of them, a target or a tenant.
    alerts:: self {
      raw: 'job=~"$job|"' + std.strReplace(
        std.strReplace(more, '=~"$target"', '=~"$target|"'),
        '=~"$tenant"',
        '=~"$tenant|"'
      ),
    },
  },
  local target = ', target=~"$target"',
  process: scope('job'),
  target: scope('target', target),
  tenants: scope('target_tenant', target + ', tenant=~"$tenant"'),
  // An exact match where only one can be selected.
  tenant: scope('target_tenant', target + ', tenant="$tenant"'),

  // A name with a colon is that of a recorded metric.
  select(metric, within, more=''):: '%s{%s%s}' % [
    metric,
    if std.length(std.findSubstr(':', metric)) > 0 then within.recorded else within.raw,
    if more == '' then '' else ', ' + more,
  ],

  // Every program has process_* metrics. This selects only those of exporters.
  ours(vector):: '%s and on (job, instance) %s' % [
    vector,
    queries.select('pitel_exporter_build_info', queries.process),
  ],

  // Several exporters of one target count once.
  once(vector):: series.one(vector),

  sum(vector, by=[]):: queries.total(queries.once(vector), by),
  // Of recorded series.
  total(vector, by=[]):: 'sum%s(%s)' % [grouped(by), vector],
  max(vector, by=[]):: 'max%s(%s)' % [grouped(by), vector],
  local grouped(by) =
    if by == [] then ' ' else ' by (%s) ' % std.join(', ', by),

  // No series if `whole` is 0.
  share(part, whole):: '%s / (%s > 0)' % [part, whole],
  // The same for several parts of one whole.
  shares(parts, whole):: '%s / on () group_left () (%s > 0)' % [parts, whole],

  // `vector` only if the condition is met, or only if it is not.
  when(vector, condition):: '%s and on () (%s)' % [vector, condition],
  unless(vector, condition):: '%s unless on () (%s)' % [vector, condition],

  // Whether there are figures of now. Counters of the last hour are still there
  // when the exporter is dead or its polls fail: shares of them would look fine.
  isAlive(within):: 'count(%s) > 0' % queries.alive(within),
  whileAlive(vector, within):: queries.when(vector, queries.isAlive(within)),
  // The same for each row of a table.
  ofAlive(vector, within)::
    '%s and on (target, tenant) %s' % [vector, queries.alive(within)],
  alive(within):: queries.select('pitel_ringing_callers', within),

  // ---- calls

  // By target, tenant, direction and state, as far as the scope has them. The
  // raw series have a server as well: they are far too many for a graph of all
  // tenants.
  calls(within, by=[], more='')::
    queries.total(queries.activeCalls(within, more), by),
  activeCalls(within, more='')::
    queries.select('%s_direction_state:pitel_active_calls:sum' % within.level, within, more),

  // By target, server and state, of all tenants.
  serverCalls(by=[], more='')::
    queries.total(queries.ofServers('target_server_state:pitel_active_calls:sum', more), by),
  ofServers(metric, more=''):: queries.select(metric, queries.target, more),
  // The same on average over a window, since few calls fluctuate.
  serverCallsOver(window, by=[], more='')::
    queries.total(
      'avg_over_time(%s[%s])' % [
        queries.ofServers('target_server_state:pitel_active_calls:sum', more),
        window,
      ],
      by
    ),

  waiting(within, by=[])::
    queries.sum(queries.select('pitel_ringing_callers', within), by),

  oldest(within, by=[])::
    queries.max(queries.select('pitel_ringing_oldest_seconds', within), by),

  // Counted in a window that ends now; increase() estimates, calls are whole.
  counted(metric, within, window, by=[], more='')::
    'round(%s)' % queries.increase(metric, within, window, by, more),

  increase(metric, within, window, by=[], more='')::
    queries.sum(
      'increase(%s[%s])' % [queries.select(metric, within, more), window], by
    ),

  rate(metric, within, by=[], more='')::
    queries.sum(
      'rate(%s[$__rate_interval])' % queries.select(metric, within, more), by
    ),

  // Calls per 5 minutes, as they are recorded every 5 minutes.
  per5m(what, within, by=[], more='')::
    '300 * ' + queries.total(
      queries.select('%s_direction:pitel_calls_%s:rate5m' % [within.level, what], within, more),
      by
    ),
  waitsPer5m(within)::
    '300 * ' + queries.total(
      queries.select('%s:pitel_call_wait_seconds_bucket:rate5m' % within.level, within), ['le']
    ),

  inbound:: 'direction="inbound"',

  // The share of answered inbound calls that were answered in time. Unanswered
  // ones are excluded, since voicemail and forwards are among them.
  serviceLevel(within, window, by=[])::
    queries.share(
      queries.answeredInTime(within, window, by), queries.waits(within, window, by)
    ),
  answeredInTime(within, window, by=[])::
    queries.increase(
      'pitel_call_wait_seconds_bucket',
      within,
      window,
      by,
      'le="%s"' % config.service_level.le
    ),
  waits(within, window, by=[])::
    queries.increase('pitel_call_wait_seconds_count', within, window, by),
  meanWait(within, window)::
    queries.share(
      queries.increase('pitel_call_wait_seconds_sum', within, window),
      queries.waits(within, window)
    ),
  // Those who gave up were not answered in time either.
  serviceLevelOfAll(within, window)::
    queries.share(
      queries.answeredInTime(within, window), queries.finished(within, window)
    ),

  unanswered(within, window, by=[])::
    queries.increase('pitel_calls_unanswered_total', within, window, by, queries.inbound),
  finished(within, window, by=[])::
    '(%s + %s)' % [
      queries.increase('pitel_calls_answered_total', within, window, by, queries.inbound),
      queries.unanswered(within, window, by),
    ],
  unansweredShare(within, window, by=[])::
    queries.share(
      queries.unanswered(within, window, by), queries.finished(within, window, by)
    ),

  // Those of tenants that have the backlog that PitelRingingBacklog is about.
  backlog(within)::
    '%s and on (target, tenant) %s == 1' % [
      queries.waiting(within, ['target', 'tenant']),
      queries.select('target_tenant:pitel_ringing_backlog:bool', within),
    ],
  // 1 or 0 for each tenant.
  isBacklog(within)::
    queries.max(
      queries.select('target_tenant:pitel_ringing_backlog:bool', within),
      ['target', 'tenant']
    ),

  backlogInWords::
    local limit = config.alerts.PitelRingingBacklog;
    '%d of them or more, and more than %d %% of its inbound calls on call; from %d on, %d %%' % [
      limit.callers,
      100 * limit.share_of_oncall,
      limit.large.callers,
      100 * limit.large.share_of_oncall,
    ],

  // ---- queues, which are exact

  // Whether queues are polled for all targets chosen.
  queuesKnown:: '(count(%s) >= count(%s))' % [
    queries.select('pitel_queue_up', queries.target),
    queries.select('pitel_up', queries.target),
  ],

  queued(within, by=[])::
    queries.sum(queries.select('pitel_queue_waiting_callers', within), by),
  longestQueued(within, by=[])::
    queries.max(queries.select('pitel_queue_oldest_wait_seconds', within), by),

  queueAnswered(within, window)::
    queries.increase('pitel_queue_answered_total', within, window),
  queueInTime(within, window)::
    queries.increase(
      'pitel_queue_wait_seconds_bucket',
      within,
      window,
      more='outcome="answered", le="%s"' % config.service_level.le
    ),
  queueLevel(within, window)::
    queries.share(
      queries.queueInTime(within, window), queries.queueAnswered(within, window)
    ),
  queueLevelOfAll(within, window)::
    queries.share(
      queries.queueInTime(within, window), queries.queueFinished(within, window)
    ),
  queueMeanWait(within, window)::
    queries.share(
      queries.increase(
        'pitel_queue_wait_seconds_sum', within, window, more='outcome="answered"'
      ),
      queries.queueAnswered(within, window)
    ),
  queueFinished(within, window)::
    '(%s + %s)' % [
      queries.queueAnswered(within, window),
      queries.increase('pitel_queue_abandoned_total', within, window),
    ],
  abandonment(within, window)::
    queries.share(
      queries.increase('pitel_queue_abandoned_total', within, window),
      queries.queueFinished(within, window)
    ),

  // ---- phones and those who sit at them

  phones(within, by=[], more='')::
    queries.total(
      queries.select('%s_state:pitel_extensions:sum' % within.level, within, more), by
    ),

  local phonesOver(within, window, more='') = queries.total(
    'avg_over_time(%s[%s])' % [
      queries.select('%s_state:pitel_extensions:sum' % within.level, within, more),
      window,
    ]
  ),
  occupancy(within, window)::
    queries.share(
      phonesOver(within, window, 'state=~"ringing|oncall"'),
      phonesOver(within, window)
    ),

  // How many agents meet the service level, by Erlang C. PromQL can neither sum
  // its series nor search for a number, so this is square-root staffing (Halfin
  // and Whitt), with -ln of the probability of a wait, as it depends on b,
  // replaced by sqrt(pi / 2) * b + 0.26 * b^2, and a correction for few agents:
  //
  //     a = load in erlangs, t = service level in units of the handling time
  //     ln(1 / (1 - share)) = (sqrt(pi / 2) + t * sqrt(a)) * b + 0.26 * b^2
  //     agents = ceil(a + b * (sqrt(a) + 0.4) - 0.05)
  //
  // Of loads from 0.2 to 300 erlangs it is exact for 97 %, and else one too
  // many, very rarely one too few.
  agentsNeeded(within, by=[])::
    local over1h(metric) = queries.total(
      'avg_over_time(%s[1h])' % queries.select(
        'target_tenant_direction:pitel_%s' % metric, within, queries.inbound
      ),
      by
    );
    local answered = over1h('calls_answered:rate5m');
    local load =
      local talking = over1h('active_calls_oncall:avg5m');
      if config.agents.after_call_seconds == 0 then talking
      else '(%s + %g * %s)' % [
        talking,
        config.agents.after_call_seconds,
        answered,
      ];
    local quadratic = 0.26;
    local level = config.service_level;
    local linear = '(%.6f + %g * %s / (sqrt(%s) > 0))' %
                   [std.sqrt(std.acos(-1) / 2), level.seconds, answered, load];
    local b = '(sqrt(%s ^ 2 + %.6f) - %s) / %g' % [
      linear,
      -4 * quadratic * std.log(std.max(1 - level.share, 1e-6)),
      linear,
      2 * quadratic,
    ];
    'ceil(%s + %s * (sqrt(%s) + 0.4) - 0.05) and 3600 * %s >= %g' % [
      load,
      b,
      load,
      answered,
      config.colours.call_length_calls - 0.5,
    ],
  agentsInWords:: |||
    Agents needed to answer %d %% of inbound calls within %d s, by Erlang C: callers arrive at random, all wait until they are answered, and any agent takes any call.
    From the mean of the last hour: the load is the inbound calls on call%s, the handling time is the load by the calls answered per second. Callers who gave up are not part of it. Outbound calls and breaks need more agents.
    It is approximated by square-root staffing: at times one agent too many. Missing below %d calls an hour.
  ||| % [
    100 * config.service_level.share,
    config.service_level.seconds,
    if config.agents.after_call_seconds == 0 then ''
    else ', and %g s after each call' % config.agents.after_call_seconds,
    config.colours.call_length_calls,
  ],

  quantile(q, metric, within, by=[], more='')::
    'histogram_quantile(%g, %s)' % [
      q,
      queries.rate(metric + '_bucket', within, ['le'] + by, more),
    ],

  // ---- targets

  up(within):: 'max by (target) (%s)' % queries.select('pitel_up', within),
  // 0 also for a target that nobody has polled for up to an hour.
  reached(within):: '(%s or 0 * max by (target) (max_over_time(%s[1h])))' % [
    queries.up(within),
    queries.select('pitel_up', within),
  ],
  // `ofTargets` restricts it to some.
  unreachable(within, ofTargets='')::
    'sum(1 - %s%s)' % [queries.reached(within), ofTargets],
  // Those that have this tenant.
  ofTenant(within):: ' and on (target) max_over_time(%s[1h])' %
                     queries.select('pitel_calls_started_total', within),
  // The same at a time at which no exporter could be scraped, but one could an
  // hour or a day before: 0.
  upOrUnseen(within)::
    local up = queries.select('pitel_up', within);
    '%s or 0 * max by (target) (%s offset 1h or %s offset 1d)' % [
      queries.up(within),
      up,
      up,
    ],
}
