// The exporter itself; these alerts are per process.
{
  local config = $._config,
  local series = (import '../series.libsonnet')(config),
  local alert = (import 'alert.libsonnet')(config),

  local alerts = config.alerts,
  local text = import 'text.libsonnet',

  local exporter_alert(name, severity, fields) = alert(name, {
    severity: severity,
    scope: 'platform',
    dashboard: 'exporter',
    variables: ['instance'],
  } + fields),

  // Down, or up and down. It is a warning while another exporter of the job is
  // well: if that one does not poll the same targets, PitelTargetVanished says
  // so.
  local down(severity) =
    local limits = alerts.PitelExporterDown;
    local up = series.select('up');
    local availability = series.over_time('avg_over_time', up, limits.window);
    exporter_alert('PitelExporterDown', severity, {
      expr: |||
        max by (job, instance) (
          %(availability)s < %(limit)g
          and (
            %(up)s == 0
            or
            %(changes)s >= %(fewest)d
          )
        )
        %(whether)s on (job)
        max by (job) (%(availability)s) >= %(limit)g
      ||| % {
        availability: availability,
        limit: limits.availability,
        up: up,
        changes: series.over_time('changes', up, limits.window),
        fewest: limits.changes,
        whether: { critical: 'unless', warning: 'and' }[severity],
      },
      summary: 'Prometheus cannot scrape {{ $labels.instance }}.',
      description:
        'Prometheus could scrape {{ $labels.instance }} of the job ' +
        '{{ $labels.job }} only %s of the last %s. ' %
        [text.percent, limits.window] + {
          critical: 'No other exporter is well.',
          warning: 'Another exporter is well; targets that it does not poll ' +
                   'are unknown.',
        }[severity],
    }),

  prometheusAlerts+:: {
    groups+: [
      {
        name: 'pitel-exporter',
        interval: config.normal_interval,
        rules: [
          down('critical'),
          down('warning'),
          exporter_alert('PitelExporterRestarting', 'warning', {
            local limits = alerts.PitelExporterRestarting,
            expr: |||
              max by (job, instance) (
                %s
              ) >= %d
            ||| % [
              series.over_time(
                'changes',
                series.select('process_start_time_seconds'),
                limits.window
              ),
              limits.restarts,
            ],
            summary: '{{ $labels.instance }} restarts again and again.',
            description:
              'The exporter {{ $labels.instance }} has restarted %s times ' %
              text.value + 'within %s. ' % limits.window +
              'Calls are not followed over a restart.',
          }),
          // Of two exporters, the other one still polls the target.
          exporter_alert('PitelExporterBlind', 'warning', {
            variables: ['instance', 'target'],
            expr: |||
              max by (%(by)s, instance) (%(up)s) == 0
              and %(on)s
              max by (%(by)s) (%(up)s) == 1
            ||| % {
              by: std.join(', ', config.kept_labels),
              up: series.select('pitel_up'),
              on: series.on(),
            },
            summary:
              '{{ $labels.instance }} cannot poll {{ $labels.target }}.',
            description:
              'The exporter {{ $labels.instance }} cannot poll ' +
              '{{ $labels.target }}, but another one can.',
          }),
          exporter_alert('PitelExporterAbsent', 'critical', {
            expr: 'absent(%s)' % series.select('up'),
            variables: [],
            summary: 'Prometheus has no exporter to scrape.',
            description:
              'No exporter is configured in the job %s.' % config.job,
          }),
          exporter_alert('PitelConfigReloadFailed', 'warning', {
            expr: 'max by (job, instance) (%s) == 0' % series.select(
              'pitel_exporter_config_last_reload_successful'
            ),
            summary:
              '{{ $labels.instance }} refused its new configuration.',
            description:
              'The exporter {{ $labels.instance }} refused its new ' +
              'configuration and still uses the old one.',
          }),
        ],
      },
    ],
  },
}
