#!/usr/bin/env bash
# Installs what the tests need, builds them and runs every one.
#
#   tests/run.sh            every test, under AddressSanitizer and UBSan
#   tests/run.sh tsan       the same under ThreadSanitizer
#   tests/run.sh release    the same as shipped
set -euo pipefail
cd "$(dirname "$0")/.."
preset=${1:-dev}

. deploy/packages.sh
# Grafana's types, which dashboards are checked against, are only on npm. Other
# packages of node than Debian's include npm and conflict with Debian's.
npm=
command -v npm >/dev/null || npm="nodejs npm"
# shellcheck disable=SC2086
install_packages $BUILD_PACKAGES $RUN_PACKAGES $npm curl jsonnet libbenchmark-dev \
  libgmock-dev libgtest-dev openssl prometheus prometheus-alertmanager \
  python3 systemd valgrind

cmake --preset "$preset"
cmake --build --preset "$preset"
ctest --preset "$preset" --parallel "$(nproc)"
