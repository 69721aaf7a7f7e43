// The exporter itself; these alerts are per process.
{
  local config = $._config,
  local series = (import '../series.libsonnet')(config),
  local alert = (import 'alert.libsonnet')(config),

  local exporter_alert(name, severity, fields) = alert(name, {
    severity: severity,
    scope: 'platform',
    dashboard: 'exporter',
    variables: ['instance'],
  } + fields),

  prometheusAlerts+:: {
    groups+: [
      {
        name: 'pitel-exporter',
        interval: config.normal_interval,
        rules: [
          exporter_alert('PitelExporterDown', 'critical', {
            expr: '%s == 0' % series.select('up'),
            summary: 'Prometheus cannot scrape an exporter.',
            description:
              'Prometheus cannot scrape {{ $labels.instance }} of the job ' +
              '{{ $labels.job }}. Nothing is known about its targets.',
          }),
          exporter_alert('PitelExporterAbsent', 'critical', {
            expr: 'absent(%s)' % series.select('up'),
            variables: [],
            summary: 'Prometheus has no exporter to scrape.',
            description:
              'No exporter is configured in the job %s.' % config.job,
          }),
          exporter_alert('PitelConfigReloadFailed', 'warning', {
            expr: '%s == 0' % series.select(
              'pitel_exporter_config_last_reload_successful'
            ),
            summary: 'An exporter rejected its new configuration.',
            description:
              'The exporter {{ $labels.instance }} rejected its new ' +
              'configuration and still uses the old one.',
          }),
        ],
      },
    ],
  },
}
