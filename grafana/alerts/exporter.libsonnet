// The exporter itself. Each process speaks for itself here.
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
              '{{ $labels.job }}: nothing is known of its targets.',
          }),
          exporter_alert('PitelExporterAbsent', 'critical', {
            expr: 'absent(%s)' % series.select('up'),
            variables: [],
            summary: 'Prometheus knows of no exporter.',
            description:
              'Prometheus has no exporter to scrape in the job %s.' %
              config.job,
          }),
          exporter_alert('PitelConfigReloadFailed', 'warning', {
            expr: '%s == 0' % series.select(
              'pitel_exporter_config_last_reload_successful'
            ),
            summary: 'An exporter refused its new configuration.',
            description:
              'The exporter {{ $labels.instance }} refused its new ' +
              'configuration and runs with the old one.',
          }),
        ],
      },
    ],
  },
}
