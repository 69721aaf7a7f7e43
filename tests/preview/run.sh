#!/usr/bin/env bash
# Tests the preview of the dashboards: installs what it needs, bundles it, and
# looks at what a browser draws. Apart from tests/run.sh, for it needs a browser
# and npm packages of 300 MB.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

. deploy/packages.sh
packages="chromium prometheus"
{ command -v node && command -v npm; } >/dev/null || packages="$packages nodejs npm"
# shellcheck disable=SC2086
install_packages $packages

modules=grafana/preview/node_modules
[ grafana/preview/package-lock.json -ot "$modules/.package-lock.json" ] ||
  npm ci --prefix grafana/preview
node --test tests/preview/*_test.mjs
