#!/usr/bin/env bash
# Tests the preview of the dashboards: installs what it needs, bundles it, and
# looks at what a browser draws. Apart from tests/run.sh, for it needs a browser
# and npm packages of 600 MB.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

. deploy/packages.sh
# shellcheck disable=SC2086
install_packages chromium jsonnet prometheus $PREVIEW_PACKAGES
preview_is_installed || npm ci --prefix grafana/preview
node --test tests/preview/*_test.mjs
