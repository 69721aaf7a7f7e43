#!/usr/bin/env bash
# Runs the tests of rules and alerts with the promtool of Prometheus 3, whose
# windows exclude their first moment. Builds it with Go (1.26 or later, from the
# Go module proxy; takes minutes) unless PROMTOOL names one.
#
#   tests/rules/run_prometheus3.sh [TEST ...]      all, or some of api, calls, ...
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

VERSION=v0.316.0 # Prometheus 3.16
folder=build/prometheus3
if [ -z "${PROMTOOL:-}" ]; then
  PROMTOOL=$PWD/$folder/promtool
  [ -x "$PROMTOOL" ] || GOBIN=$PWD/$folder go install \
    "github.com/prometheus/prometheus/cmd/promtool@$VERSION"
fi
export PROMTOOL

[ $# -gt 0 ] || set -- api calls exporter platform queues recorded ringing \
  tenants traffic
failed=
for name in "$@"; do
  echo "== $name"
  python3 -B "tests/rules/${name}_test.py" || failed="$failed $name"
done
[ -z "$failed" ] || {
  echo "failed:$failed" >&2
  exit 1
}
