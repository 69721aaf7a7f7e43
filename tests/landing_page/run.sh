#!/usr/bin/env bash
# Tests the landing page in a browser, after tests/run.sh has built the exporter.
# Apart from it, since this needs a browser and npm packages of 600 MB.
#
#   tests/landing_page/run.sh             the tests
#   tests/landing_page/run.sh --picture   draws docs/pictures/landing-page.png
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

. deploy/packages.sh
# shellcheck disable=SC2086
install_packages chromium $PREVIEW_PACKAGES
preview_is_installed || npm ci --prefix grafana/preview
case ${1:-} in
  '') node --test tests/landing_page/*_test.mjs ;;
  --picture) node tests/landing_page/picture.mjs ;;
  *)
    echo "tests/landing_page/run.sh: unknown argument $1" >&2
    exit 2
    ;;
esac
