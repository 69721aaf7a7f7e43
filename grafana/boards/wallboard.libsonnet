// For a screen on a wall: legible from a distance, and never scrolled.
local barGauge = import '../panels/bar_gauge.libsonnet';
local colours = import '../panels/colours.libsonnet';
local layout = import '../panels/layout.libsonnet';
local override = import '../panels/override.libsonnet';
local query = import '../panels/query.libsonnet';
local stat = import '../panels/stat.libsonnet';

function(config)
  local board = (import 'board.libsonnet')(config);
  local queries = (import 'queries.libsonnet')(config);
  local whose = 'of all tenants';
  local figures = (import 'figures.libsonnet')(config, queries.target, whose);
  local courses = (import 'courses.libsonnet')(config, queries.target, whose);

  local firing = (import 'firing.libsonnet')(config, queries.target);

  local waiting = queries.waiting(queries.target, ['target', 'tenant']);
  local backlog = queries.backlog(queries.target);
  local waitingByTenant = barGauge.new(
    'Callers waiting by tenant',
    'The tenants with most callers waiting now. Red are backlogs: %s.' %
    queries.backlogInWords,
    [
      query.now('sort_desc(topk(5, %s))' % backlog, '{{tenant}}'),
      query.now(
        'sort_desc(topk(5, %s > 0 unless (%s)))' % [waiting, backlog], '{{tenant}}'
      ),
      query.now(
        'label_replace(count(%s) * 0, "tenant", "nobody", "", "") unless on () (%s > 0)' %
        [waiting, waiting],
        '{{tenant}}'
      ),
    ],
    unit='locale',
    links=[board.seriesToTenant],
    overrides=[
      override.ofQuery('A', { color: { mode: 'fixed', fixedColor: colours.bad } }),
      override.ofQuery('B', { color: { mode: 'fixed', fixedColor: colours.ringing } }),
    ],
  );

  board.new(
    config.dashboards.wallboard,
    'Pitel / Wallboard',
    'How things are now, on one screen. Add ?kiosk to its address.',
    board.targetVariables,
    [
      layout.line(6, [figure + stat.large for figure in line])
      for line in figures.lines
    ] + [
      layout.line(14, [courses.byState, waitingByTenant, firing], [9, 6, 9]),
    ],
    from='now-3h',
    refresh='10s',
  )
