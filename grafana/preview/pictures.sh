#!/usr/bin/env bash
# Draws the pictures of the documentation, grafana/pictures/*.png: every
# dashboard on a week of made-up calls. Builds what makes these, in
# build/release, and takes some minutes. The pictures are the same at any time.
#
#   grafana/preview/pictures.sh [OPTION of pictures.mjs]...
set -euo pipefail
export LC_ALL=C
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. deploy/packages.sh

# shellcheck disable=SC2086
install_packages $BUILD_PACKAGES $RUN_PACKAGES chromium jsonnet prometheus \
  python3 $PREVIEW_PACKAGES
preview_is_installed || npm ci --prefix grafana/preview
cmake --preset release -DPITEL_BUILD_TESTS=OFF -DPITEL_BUILD_SIMULATOR=ON
cmake --build --preset release --target pitel_history

echo "==> a week of calls, and the pictures"
PITEL_HISTORY=build/release/tests/history/pitel_history \
  tests/history/week.py node grafana/preview/pictures.mjs --no-empty "$@"
