// All tenants at a glance, with links to details.
local colours = import '../panels/colours.libsonnet';
local layout = import '../panels/layout.libsonnet';
local query = import '../panels/query.libsonnet';
local table = import '../panels/table.libsonnet';
local thresholds = import '../panels/thresholds.libsonnet';

function(config)
  local board = (import 'board.libsonnet')(config);
  local queries = (import 'queries.libsonnet')(config);
  local within = queries.tenants;
  local by = ['target', 'tenant'];
  local whose = 'of all tenants chosen';
  local figures = (import 'figures.libsonnet')(config, within, whose);
  local courses = (import 'courses.libsonnet')(config, within, whose);
  local firing = (import 'firing.libsonnet')(config, within);
  local alerts = config.alerts;

  local tenants = table.new(
    'Tenants',
    |||
      A row per tenant, the one with most callers waiting first. The tenant is a link to its own dashboard; the funnel beside its title finds one among many.
      A backlog is a tenant with %s.
      Calls and unanswered ones are inbound, of the last hour. The service level is that of followed calls, whose waits begin when a phone rings, not in the queue; it is missing below %d answered ones.
    ||| % [queries.backlogInWords, alerts.PitelServiceLevelLow.calls],
    [
      ['tenant', 'Tenant', [board.toTenant]],
      ['target', 'Target', [board.toServers]],
    ],
    [
      table.column('Active', query.rows(queries.calls(within, by)), 'locale', bar=true),
      table.column(
        'Waiting',
        query.rows(queries.waiting(within, by)),
        'locale',
        thresholds.rising(
          alerts.PitelRingingBacklog.callers, alerts.PitelRingingBacklog.large.callers
        ),
      ),
      table.column(
        'Backlog',
        query.rows(queries.isBacklog(within)),
        steps=thresholds.new(colours.neutral, [[1, colours.bad]]),
        mappings=[{
          type: 'value',
          options: { '0': { text: 'no', index: 0 }, '1': { text: 'yes', index: 1 } },
        }],
        width=85,
      ),
      table.column(
        'Oldest ringing',
        query.rows(queries.oldest(within, by)),
        'dthms',
        thresholds.rising(
          alerts.PitelRingingTooLong.warning.seconds,
          alerts.PitelRingingTooLong.critical.seconds
        ),
      ),
      table.column(
        'In queues',
        query.rows(queries.queued(within, by)),
        'locale',
        thresholds.notice(alerts.PitelQueueBacklog.callers),
      ),
      table.column(
        'Calls 1 h',
        query.rows(
          queries.counted('pitel_calls_started_total', within, '1h', by, queries.inbound)
        ),
        'locale',
      ),
      table.column(
        'Unanswered 1 h',
        query.rows(
          queries.counted('pitel_calls_unanswered_total', within, '1h', by, queries.inbound)
        ),
        'locale',
      ),
      table.column(
        'Service level 1 h',
        query.rows('%s and %s >= %g' % [
          queries.ofAlive(queries.serviceLevel(within, '1h', by), within),
          queries.waits(within, '1h', by),
          alerts.PitelServiceLevelLow.calls - 0.5,
        ]),
        'percentunit',
        thresholds.falling(alerts.PitelServiceLevelLow.share, config.service_level.share),
        decimals=0,
      ),
    ],
    sortBy='Waiting',
  );

  board.new(
    config.dashboards.overview,
    'Pitel / Overview',
    'Calls of all tenants: how many, who waits, who was not answered.',
    board.tenantsVariables,
    [
      layout.line(4, line)
      for line in figures.lines
    ] + [
      layout.line(8, [courses.byState, courses.byDirection, firing], [7, 7, 10]),
      layout.line(8, [courses.outcomes, courses.waits]),
      layout.line(8, [courses.waitHeatmap, courses.before, courses.phones]),
      layout.line(12, [tenants]),
    ],
    from='now-6h',
  )
