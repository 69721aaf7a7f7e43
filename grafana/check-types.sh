#!/usr/bin/env bash
# Checks dashboards against the types of four Grafana releases.
#
#   grafana/check-types.sh [FOLDER]     default: grafana/dashboards
#
# Needs node 18 or later and npm; gets TypeScript and Grafana's types from npm
# the first time, of the versions in tests/dashboards/types/package-lock.json.
# Exits with 77 if npm cannot get them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
types=tests/dashboards/types

# What npm installed, it lists there.
installed=$types/node_modules/.package-lock.json
[ "$installed" -nt "$types/package-lock.json" ] ||
  npm ci --prefix "$types" --no-audit --no-fund --silent || {
    echo "npm could not install the packages of $types: run npm ci there" >&2
    exit 77
  }
node "$types/check.mjs" "${1:-grafana/dashboards}"
