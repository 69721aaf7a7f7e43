#!/usr/bin/env bash
# Draws the pictures of the documentation, grafana/pictures/*.png: every
# dashboard on a week of made-up calls. Builds what makes these, in
# build/release, unless PITEL_HISTORY names it. The pictures are the same at any
# time.
#
#   grafana/preview/pictures.sh [OPTION of pictures.mjs]...
#
# To see them also as the colour-blind do:
#
#   grafana/preview/pictures.sh --colour-blind --out /tmp/pictures
set -euo pipefail
export LC_ALL=C
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. deploy/packages.sh

# shellcheck disable=SC2086
install_packages chromium jsonnet prometheus python3 $PREVIEW_PACKAGES
preview_is_installed || npm ci --prefix grafana/preview
if [ -z "${PITEL_HISTORY:-}" ]; then
  # shellcheck disable=SC2086
  install_packages $BUILD_PACKAGES $RUN_PACKAGES
  cmake --preset release -DPITEL_BUILD_TESTS=OFF -DPITEL_BUILD_SIMULATOR=ON
  cmake --build --preset release --target pitel_history
  export PITEL_HISTORY=build/release/tests/history/pitel_history
fi

echo "==> a week of calls, and the pictures"
tests/history/week.py node grafana/preview/pictures.mjs --no-empty "$@"
