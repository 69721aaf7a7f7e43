// Everything, in the format of a mixin.
(import 'config.libsonnet') +
(import 'dashboards.libsonnet') +
(import 'rules/rules.libsonnet') +
(import 'alerts/alerts.libsonnet') +
(import 'kubernetes.libsonnet')
