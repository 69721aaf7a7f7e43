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
# shellcheck disable=SC2086
install_packages $BUILD_PACKAGES $RUN_PACKAGES curl libbenchmark-dev libgmock-dev \
  jsonnet libgtest-dev libssl-dev openssl prometheus prometheus-alertmanager \
  python3

cmake --preset "$preset"
cmake --build --preset "$preset"
ctest --preset "$preset" --parallel "$(nproc)"
