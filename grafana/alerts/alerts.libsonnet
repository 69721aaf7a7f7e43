// All alerts. Symptoms, with slack; every one has a section in
// deploy/runbooks.md and tests in tests/rules.
(import 'calls.libsonnet') +
(import 'platform.libsonnet') +
(import 'api.libsonnet') +
(import 'exporter.libsonnet')
