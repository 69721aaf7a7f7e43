// Everything, in the shape in which mixins are consumed.
(import 'config.libsonnet') +
(import 'dashboards.libsonnet') +
(import 'rules/rules.libsonnet') +
(import 'alerts/alerts.libsonnet')
