// Alerts as Prometheus reads them. `fields`:
//
//     severity     critical, warning or info
//     scope        tenant: affects one customer; platform: affects all
//     expr         PromQL
//     summary      one sentence, with the target or tenant
//     description  with labels and value
//     dashboard    which of _config.dashboards shows it
//     variables    labels that the dashboard is opened with
//     times        where they are not those of _config.alerts
function(config)
  local tenants = (import '../tenants.libsonnet')(config);
  function(name, fields)
    local times = config.alerts[name] + std.get(fields, 'times', {});
    local variables = [
      'var-%(label)s={{ $labels.%(label)s | urlquery }}' % { label: label }
      for label in fields.variables
    ];
    {
      alert: name,
      expr: std.stripChars(fields.expr, '\n') + '\n',
      labels: { scope: fields.scope } + (
        if fields.scope == 'tenant' then tenants.labels(name, fields.severity)
        else { severity: fields.severity }
      ),
      annotations: {
        summary: fields.summary,
        description: fields.description,
        runbook_url: config.runbook_url % name,
        dashboard_url:
          config.dashboard_url % config.dashboards[fields.dashboard] +
          (if variables == [] then '' else '?' + std.join('&', variables)),
      },
    } +
    (if times.pending == '0s' then {} else { 'for': times.pending }) +
    (if 'keep' in times then { keep_firing_for: times.keep } else {})
