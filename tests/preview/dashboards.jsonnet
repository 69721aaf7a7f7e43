// A dashboard with one panel of every type, and one of which most panels fail.
local annotations = import '../../grafana/panels/annotations.libsonnet';
local barGauge = import '../../grafana/panels/bar_gauge.libsonnet';
local dashboard = import '../../grafana/panels/dashboard.libsonnet';
local heatmap = import '../../grafana/panels/heatmap.libsonnet';
local layout = import '../../grafana/panels/layout.libsonnet';
local links = import '../../grafana/panels/links.libsonnet';
local panel = import '../../grafana/panels/panel.libsonnet';
local query = import '../../grafana/panels/query.libsonnet';
local row = import '../../grafana/panels/row.libsonnet';
local stat = import '../../grafana/panels/stat.libsonnet';
local table = import '../../grafana/panels/table.libsonnet';
local thresholds = import '../../grafana/panels/thresholds.libsonnet';
local timeSeries = import '../../grafana/panels/time_series.libsonnet';
local variables = import '../../grafana/panels/variables.libsonnet';

local board(uid, lines) = dashboard.new(
  uid,
  uid,
  'For the tests of the preview.',
  tags=['test'],
  variables=[
    variables.datasource,
    variables.labelValues('tenant', 'Tenant', 'Whose calls.', 'pitel_active_calls'),
  ],
  annotations=[
    annotations.new(
      'Down', '1 - pitel_up > 0', 'red', '{{target}} is down', 'No response.'
    ),
  ],
  links=[links.dashboard('other', 'Other', 'Another dashboard')],
  lines=lines,
  from='now-1h',
  refresh='30s',
);

local figure(title, expr, more={}) =
  stat.new(title, '', [query.now(expr, title)], unit='short') + more;
local course(title, expr) = timeSeries.new(title, '', [query.course(expr, title)]);

{
  'good.json': board('good', [
    layout.line(6, [
      stat.new(
        'Calls',
        '',
        [query.now('sum(pitel_active_calls{tenant=~"$tenant"})', 'calls')],
        steps=thresholds.limit(30),
      ),
      stat.new(
        'Mapped',
        '',
        [query.now('pitel_ringing_callers{tenant="b.example.com"}', 'callers')],
        mappings=[{ type: 'value', options: { '0': { text: 'nobody', index: 0 } } }],
      ),
      figure('Nothing', 'pitel_nothing'),
      stat.new(
        'Rate of $tenant',
        '',
        [query.now('60 * rate(pitel_calls_started_total[$__rate_interval])', 'per min')],
        decimals=1,
      ),
    ]),
    layout.line(6, [
      barGauge.new(
        'Waiting',
        '',
        [query.now('pitel_ringing_callers{tenant=~"$tenant"}', '{{tenant}}')],
        unit='s',
        links=[
          links.data('other', 'Tenant', ['datasource'], { tenant: '${__field.labels.tenant}' }),
        ],
      ),
      table.new(
        'Tenants',
        '',
        [
          [
            'tenant',
            'Name',
            [links.data('other', 'Tenant', [], { tenant: '${__data.fields.tenant}' })],
          ],
        ],
        [
          table.column(
            'Calls', query.rows('sum by (tenant) (pitel_active_calls{tenant=~"$tenant"})')
          ),
          table.column(
            'Waiting', query.rows('sum by (tenant) (pitel_ringing_callers)'), unit='percent'
          ),
        ],
        sortBy='Calls',
      ),
    ]),
    layout.line(7, [
      course('Courses', 'pitel_active_calls'),
      heatmap.new(
        'Waits',
        '',
        [query.buckets('sum by (le) (increase(pitel_call_wait_seconds_bucket[5m]))')],
        unit='s',
      ) + panel.atLeast('5m'),
    ]),
    layout.heading(row.each('Of $tenant', 'tenant')),
    layout.line(4, [figure('Calls of $tenant', 'pitel_active_calls{tenant=~"$tenant"}')]),
  ]),

  'bad.json': board('bad', [
    layout.line(6, [
      figure('Fine', 'sum(pitel_active_calls)'),
      figure('Wrong query', 'sum(pitel_active_calls'),
      course('No data', 'pitel_nothing'),
      timeSeries.new('One of two', '', [
        query.course('pitel_active_calls', 'calls'),
        query.course('rate(pitel_active_calls)', 'rate'),
      ]),
    ]),
    layout.line(6, [
      figure('Unknown type', 'pitel_up', { type: 'nodeGraph' }),
      figure('Unknown option', 'pitel_up', { options+: { showPercentChange: true } }),
      figure('Unknown value', 'pitel_up', { options+: { graphMode: 'area' } }),
      figure('Missing option', 'pitel_up', { options+: { textMode:: null } }),
    ]),
    layout.line(6, [
      figure('Unknown key', 'pitel_up', { timeShift: '1h' }),
      course('Shown range', 'pitel_up') + { timeFrom: '2h' },
      figure('Unknown variable', 'pitel_up{queue="$queue"}'),
      figure('Unknown property', 'pitel_up', { fieldConfig+: { overrides: [{
        matcher: { id: 'byName', options: 'x' },
        properties: [{ id: 'custom.hidden', value: true }],
      }] } }),
      figure('Unknown transformation', 'pitel_up', {
        type: 'table',
        transformations: [{ id: 'shuffle', options: {} }],
      }),
    ]),
  ]),

  'folded.json': board('folded', [
    layout.heading(row.new('Of $tenant') + {
      repeat: 'tenant',
      collapsed: true,
      panels: [
        figure('Calls of $tenant', 'pitel_active_calls{tenant=~"$tenant"}') + {
          id: 100,
          gridPos: { x: 0, y: 1, w: 24, h: 4 },
        },
      ],
    }),
    layout.line(6, [figure('Below', 'sum(pitel_active_calls)')]),
  ]) + {
    templating+: {
      list: [
        if variable.name == 'tenant' then variable { hide: 2 } else variable
        for variable in super.list
      ],
    },
  },

  // Nothing of it can be drawn.
  'hopeless.json': board('hopeless', []) + {
    templating+: { list+: [{ type: 'textbox', name: 'text' }] },
  },
}
