// All alerts. They are about symptoms and tolerate short faults; each has a
// page in docs/runbooks and tests in tests/rules.
(import 'calls.libsonnet') +
(import 'queues.libsonnet') +
(import 'platform.libsonnet') +
(import 'api.libsonnet') +
(import 'exporter.libsonnet')
