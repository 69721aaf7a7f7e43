#!/usr/bin/env bash
# Checks the dashboards with Grafana's linter for dashboards. The file .lint
# beside this script has the exceptions, with reasons.
#
#   tests/dashboards/lint.sh [FOLDER]     default: grafana/dashboards
#
# Needs a release of https://github.com/grafana/dashboard-linter in PATH, or
# DASHBOARD_LINTER to name its program; tried with 0.1.1. Exits with 77 if it is
# not there, and with 1 if a dashboard breaks a rule.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=${1:-$here/../../grafana/dashboards}
linter=$(command -v "${DASHBOARD_LINTER:-dashboard-linter}") || {
  echo "lint.sh: dashboard-linter is missing" >&2
  exit 77
}

for dashboard in "$folder"/*.json; do
  "$linter" lint --strict --config "$here/.lint" "$dashboard" >&2 || {
    echo "lint.sh: see above: $dashboard" >&2
    broken=yes
  }
done
[ -z "${broken:-}" ]
