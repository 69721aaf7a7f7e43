// Rules, scrape configuration and dashboards as objects of Kubernetes, by the
// name of their file: for the Prometheus Operator and Grafana's sidecar. The
// Helm chart has the same.
{
  local config = $._config,
  local kubernetes = config.kubernetes,

  local metadata(part, labels) = {
    name: '%s-%s' % [kubernetes.name, part],
    labels: { 'app.kubernetes.io/name': kubernetes.name } + labels,
  },

  local rules(part, content) = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: metadata(part, kubernetes.labels),
    spec: content,
  },

  local monitor = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: metadata('metrics', kubernetes.labels),
    spec: {
      selector: { matchLabels: kubernetes.service },
      endpoints: [{
        port: kubernetes.port,
        // Rules and dashboards select by the job. The name of a pod outlives
        // its address.
        relabelings: [
          { targetLabel: 'job', replacement: config.job },
          {
            sourceLabels: ['__meta_kubernetes_pod_name'],
            targetLabel: 'instance',
          },
        ],
      }],
    },
  },

  local dashboard(file) =
    local part = std.strReplace(std.strReplace(file, '.json', ''), 'pitel-', '');
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: metadata('dashboard-' + part, kubernetes.dashboard_labels),
      data: { [file]: std.toString($.grafanaDashboards[file]) },
    },

  kubernetesObjects+:: {
    'recording.json': rules('recording', $.prometheusRules),
    'alerts.json': rules('alerts', $.prometheusAlerts),
    'servicemonitor.json': monitor,
  } + {
    ['dashboard-' + file]: dashboard(file)
    for file in std.objectFields($.grafanaDashboards)
  },
}
