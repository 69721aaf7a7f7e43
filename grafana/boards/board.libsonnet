// What all dashboards share: variables, marks and links to each other.
local annotations = import '../panels/annotations.libsonnet';
local colours = import '../panels/colours.libsonnet';
local dashboard = import '../panels/dashboard.libsonnet';
local links = import '../panels/links.libsonnet';
local variables = import '../panels/variables.libsonnet';

function(config) {
  local queries = (import 'queries.libsonnet')(config),
  local uids = config.dashboards,

  // Exists for every target from the start, even if its API does not respond.
  local targets = 'pitel_poll_interval_seconds',

  local variable = {
    job: variables.labelValues(
      'job', 'Job', 'The scrape job of the exporter.', targets
    ),
    instance: variables.labelValues(
      'instance',
      'Exporter',
      'The exporter as Prometheus knows it. Several that see the same target are not counted twice.',
      targets + '{job=~"$job"}'
    ),
    target: variables.labelValues(
      'target',
      'Target',
      'A Pitel API host, as named in the configuration of the exporter.',
      queries.select(targets, queries.process)
    ),
    tenant(several): variables.labelValues(
      'tenant',
      'Tenant',
      'A customer on the platform.',
      queries.select('pitel_ringing_callers', queries.target),
      several
    ),
  },

  // From the whole to the parts.
  processVariables:: [variables.datasource, variable.job, variable.instance],
  targetVariables:: self.processVariables + [variable.target],
  tenantsVariables:: self.targetVariables + [variable.tenant(true)],
  tenantVariables:: self.targetVariables + [variable.tenant(false)],
  // Recorded series combine exporters: choosing some would change nothing but
  // the marks.
  recordedVariables:: [
    if variable.name == 'instance' then variable { hide: 2 } else variable
    for variable in self.tenantsVariables
  ],

  // A mark is where a query is above 0. An outage has one at its begin and one at
  // its end: a dead target would colour whole graphs. One of many targets does not
  // matter to graphs of them all.
  local marks(ofTargets) = [
    annotations.new(
      'API unreachable',
      local polled(operation) = 'max by (target) (%s(%s[$__rate_interval]))' % [
        operation,
        queries.select('pitel_up', queries.target),
      ];
      local changed = '1 - %s > 0 and %s > 0' % [
        polled('min_over_time'),
        polled('max_over_time'),
      ];
      if ofTargets != '' then changed + ofTargets
      else queries.when(
        changed,
        'count(%s) >= 0.1 * count(%s)' % [changed, queries.up(queries.target)]
      ),
      colours.bad,
      'API unreachable from here on, or until here: {{target}}',
      'While polls fail, call figures are missing.',
    ),
    annotations.new(
      'Exporter restarted',
      queries.ours(
        'changes(%s[$__rate_interval]) > 0' %
        queries.select('process_start_time_seconds', queries.process)
      ),
      colours.unknown,
      'Exporter restarted: {{instance}}',
      'Calls under way at a start are not counted as started.',
    ),
  ],

  local ways = [
    links.dashboard(uids.wallboard, 'Wallboard', 'For the screen on the wall'),
    links.dashboard(uids.overview, 'Overview', 'All tenants at a glance'),
    links.dashboard(uids.tenant, 'Tenant', 'One tenant in depth'),
    links.dashboard(uids.targets, 'Servers', 'API hosts and PBX servers'),
    links.dashboard(uids.service_level, 'Service level', 'How callers were served'),
    links.dashboard(uids.exporter, 'Exporter', 'Whether the figures can be trusted'),
  ],

  // `ofTargets` restricts the marks to some targets.
  new(
    uid, title, description, variables, lines, from, refresh='30s', ofTargets=''
  )::
    dashboard.new(
      uid,
      title,
      description,
      config.dashboard_tags,
      variables,
      marks(ofTargets),
      [way for way in ways if way.url != '/d/' + uid],
      lines,
      from,
      refresh
    ),

  // From a row or a series with these labels to its tenant.
  toTenant:: links.data(
    uids.tenant,
    'Tenant ${__data.fields.tenant}',
    ['datasource', 'job', 'instance'],
    { target: '${__data.fields.target}', tenant: '${__data.fields.tenant}' },
  ),
  seriesToTenant:: links.data(
    uids.tenant,
    'Tenant ${__field.labels.tenant}',
    ['datasource', 'job', 'instance', 'target'],
    { tenant: '${__field.labels.tenant}' },
  ),
  toServers:: links.data(
    uids.targets,
    'Servers of ${__data.fields.target}',
    ['datasource', 'job', 'instance'],
    { target: '${__data.fields.target}' },
  ),
}
