// The dashboards, by the name of their file.
local boards = {
  wallboard: import 'boards/wallboard.libsonnet',
  overview: import 'boards/overview.libsonnet',
  tenant: import 'boards/tenant.libsonnet',
  targets: import 'boards/servers.libsonnet',
  service_level: import 'boards/service_level.libsonnet',
  exporter: import 'boards/exporter.libsonnet',
};

{
  grafanaDashboards+:: {
    [$._config.dashboards[name] + '.json']: boards[name]($._config)
    for name in std.objectFields(boards)
  },
}
