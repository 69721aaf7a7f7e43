#!/usr/bin/env bash
# Builds the image of the exporter, with its version and revision as labels.
# Further arguments are passed on to `docker build`:
#
#   deploy/container/build.sh [--tag NAME:TAG] ...
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
version=$(sed -n 's/^project(pitel_exporter VERSION \([0-9.]*\) .*/\1/p' \
  CMakeLists.txt)
revision=$(git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)
docker build --file deploy/container/Dockerfile \
  --build-arg VERSION="$version" --build-arg REVISION="$revision" \
  --tag "pitel_exporter:$version" --tag pitel_exporter "$@" .
