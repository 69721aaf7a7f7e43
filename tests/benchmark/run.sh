#!/usr/bin/env bash
# Installs what the benchmark needs, builds the program as shipped, and measures
# it next to others. See README.md.
#
#   tests/benchmark/run.sh                    everything, about an hour
#   tests/benchmark/run.sh --pairs=3 polls    one part, with fewer pairs
#   tests/benchmark/run.sh --help             parts and options
set -euo pipefail
cd "$(dirname "$0")/../.."

. deploy/packages.sh
# shellcheck disable=SC2086
install_packages $BUILD_PACKAGES $RUN_PACKAGES libbenchmark-dev libgmock-dev \
  libgtest-dev nginx-light python3 wrk

cmake --preset release >/dev/null
cmake --build --preset release --target pitel_exporter pitel_simulator \
  pitel_floor pitel_exposer

# Only Go has it. Without Go, or without what Go fetches it from, the rest is
# measured.
json_exporter=github.com/prometheus-community/json_exporter@v0.7.0
tools=$PWD/build/release/tools
if command -v go >/dev/null && [ ! -x "$tools/json_exporter" ]; then
  GOBIN=$tools timeout 600 go install "$json_exporter" ||
    echo "go cannot install $json_exporter" >&2
fi
PATH=$tools:$PATH exec python3 -B tests/benchmark/end_to_end.py "$@"
