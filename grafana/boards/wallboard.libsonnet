// For a screen on the wall: read from afar, never scrolled.
local barGauge = import '../panels/bar_gauge.libsonnet';
local colours = import '../panels/colours.libsonnet';
local layout = import '../panels/layout.libsonnet';
local query = import '../panels/query.libsonnet';
local thresholds = import '../panels/thresholds.libsonnet';

function(config)
  local board = (import 'board.libsonnet')(config);
  local queries = (import 'queries.libsonnet')(config);
  local whose = 'of all tenants chosen';
  local figures = (import 'figures.libsonnet')(config, queries.tenants, whose);
  local courses = (import 'courses.libsonnet')(config, queries.tenants, whose);

  local waitingByTenant = barGauge.new(
    'Callers waiting by tenant',
    'The ten tenants with most callers waiting now. Red from %d on, which is where a backlog begins.' %
    config.alerts.PitelRingingBacklog.callers,
    [
      query.now(
        'sort_desc(topk(10, %s > 0)) or on () label_replace(0 * %s, "tenant", "nobody", "", "")' % [
          queries.waiting(queries.tenants, ['tenant']),
          queries.waiting(queries.tenants),
        ],
        '{{tenant}}'
      ),
    ],
    unit='locale',
    steps=thresholds.new(
      colours.ringing, [[config.alerts.PitelRingingBacklog.callers, colours.bad]]
    ),
    links=[board.seriesToTenant],
  );

  board.new(
    config.dashboards.wallboard,
    'Pitel / Wallboard',
    'How things are now, on one screen. Add ?kiosk to its address.',
    board.tenantsVariables,
    [
      layout.line(7, figures.all[0:3]),
      layout.line(7, figures.all[3:6]),
      layout.line(12, [courses.byState, waitingByTenant], [14, 10]),
    ],
    from='now-3h',
    refresh='10s',
  )
