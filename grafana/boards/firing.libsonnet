// The alerts that fire, as Prometheus knows them: no Alertmanager is needed.
local colours = import '../panels/colours.libsonnet';
local query = import '../panels/query.libsonnet';
local table = import '../panels/table.libsonnet';
local thresholds = import '../panels/thresholds.libsonnet';

function(config, within)
  local board = (import 'board.libsonnet')(config);
  local queries = (import 'queries.libsonnet')(config);

  local by = 'alertname, target, tenant';
  local firing(more='') =
    'max by (%s) (%s)' % [
      by,
      queries.select('ALERTS', within.alerts, 'alertname=~"Pitel.+", alertstate="firing"' + more),
    ];
  // The severity of an alert as a number, to sort and to colour by it.
  local severity =
    local only(name) = firing(', severity="%s"' % name);
    '3 * %s or 2 * %s or %s' % [only('critical'), only('warning'), only('info')];
  local since =
    'time() - max by (%s) (%s) and on (%s) %s' % [
      by,
      queries.select('ALERTS_FOR_STATE', within.alerts, 'alertname=~"Pitel.+"'),
      by,
      firing(),
    ];
  table.new(
    'Alerts that fire',
    'What Prometheus alerts about now, the most severe first, and for how long the trouble has lasted. Alerts without a target are included. Silences are not known here. Needs the rules of deploy/prometheus/rules; without them, none fires.',
    [
      ['alertname', 'Alert', []],
      ['tenant', 'Tenant', [board.toTenant]],
      ['target', 'Target', [board.toServers], 90],
    ],
    [
      table.column(
        'Severity',
        query.rows(
          '%s or on () label_replace(vector(0), "alertname", "none", "", "")' % severity
        ),
        steps=thresholds.new(
          colours.neutral, [[2, colours.attention], [3, colours.bad]]
        ),
        mappings=[{
          type: 'value',
          options: {
            '0': { text: '–', index: 0 },
            '1': { text: 'info', index: 1 },
            '2': { text: 'warning', index: 2 },
            '3': { text: 'critical', index: 3 },
          },
        }],
        width=85,
      ),
      table.column('For', query.rows(since), 'dthms', width=85),
    ],
    sortBy='Severity',
  )
