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
  },
  local target = ', target=~"$target"',
  process: scope('job'),
  target: scope('target', target),
  tenants: scope('target_tenant', target + ', tenant=~"$tenant"'),
  // Where everything shown is recorded, so that no exporter can be selected.
  anyExporter: {
    process: scope('job') + { raw: self.recorded },
    target: scope('target', target) + { raw: self.recorded },
  },
  // An exact match where only one can be selected.
  tenant: scope('target_tenant', target + ', tenant="$tenant"'),

  // A name with a colon is that of a recorded metric.
  select(metric, within, more=''):: '%s{%s%s}' % [
    metric,
    if std.length(std.findSubstr(':', metric)) > 0 then within.recorded else within.raw,
    if more == '' then '' else ', ' + more,
  ],

  // Every program has process_* metrics. This selects only those of exporters.
  ours(vector, within=queries.process):: '%s and on (job, instance) %s' % [
    vector,
    queries.select('pitel_exporter_build_info', within),
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
      queries.increase(
        'pitel_call_wait_seconds_bucket',
        within,
        window,
        by,
        'le="%s"' % config.service_level.le
      ),
      queries.waits(within, window, by)
    ),
  waits(within, window, by=[])::
    queries.increase('pitel_call_wait_seconds_count', within, window, by),

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

  // The callers of each tenant that has the backlog of PitelRingingBacklog.
  backlog(within)::
    '%s and on (target, tenant) %s == 1' % [
      queries.waiting(within, ['target', 'tenant']),
      queries.isBacklog(within),
    ],
  // 1 or 0.
  isBacklog(within)::
    queries.max(
      queries.select('target_tenant:pitel_ringing_backlog:bool', within),
      ['target', 'tenant']
    ),
  backlogInWords::
    local limit = config.alerts.PitelRingingBacklog;
    '%d or more callers who are more than %d %% of its inbound calls on call, or %d or more and %d %%' % [
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
  queueLevel(within, window)::
    queries.share(
      queries.increase(
        'pitel_queue_wait_seconds_bucket',
        within,
        window,
        more='outcome="answered", le="%s"' % config.service_level.le
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
  // `targets` restricts it to some.
  unreachable(within, targets=''):: 'sum(1 - %s%s)' % [queries.reached(within), targets],
  // Of the targets that have this tenant.
  ofTenant(within):: ' and on (target) max_over_time(%s[1h])' %
                     queries.select('pitel_calls_started_total', within),
  // Since the first poll that the time range contains. A minute without a poll
  // counts as one in which polls failed.
  availability(within)::
    local minutes = '[$__range:1m]';
    'sum_over_time((%s)%s) / ((time() - time() %% 60 - min_over_time(timestamp(%s)%s)) / 60 + 1 > 0)' % [
      queries.up(within),
      minutes,
      queries.up(within),
      minutes,
    ],
}
