// All alerts. They are about symptoms and tolerate short faults; each has a
// section in deploy/runbooks.md and tests in tests/rules.
(import 'calls.libsonnet') +
(import 'queues.libsonnet') +
(import 'platform.libsonnet') +
(import 'api.libsonnet') +
(import 'exporter.libsonnet')
