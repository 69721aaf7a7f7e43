#!/usr/bin/env bash
# Tests the container image and deploy/compose with a Docker engine, as root.
# Apart from tests/run.sh, since it builds everything in a container, which takes
# some 10 minutes the first time.
#
# Without an engine, it starts Debian's for the time of the tests. Without base
# images, it makes them from Debian's packages. Only Grafana is not run then.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

. deploy/packages.sh
install_packages docker.io docker-compose python3 python3-yaml

engine=
stop_engine() {
  [ -n "$engine" ] || return 0
  kill "$engine"
  wait "$engine" || :
}
trap stop_engine EXIT

if ! docker info >/dev/null 2>&1; then
  folder=$PWD/build/container
  mkdir -p "$folder"
  export DOCKER_HOST=unix://$folder/docker.sock
  # Networks of its own reach no other machine, so nothing needs a firewall.
  dockerd --host "$DOCKER_HOST" --pidfile "$folder/pid" \
    --data-root "$folder/data" --exec-root "$folder/run" --bridge=none \
    --iptables=false --ip-masq=false --default-ulimit nofile=4096:4096 \
    >"$folder/log" 2>&1 &
  engine=$!
  until docker info >/dev/null 2>&1; do
    kill -0 "$engine" || {
      tail "$folder/log" >&2
      exit 1
    }
    sleep 0.2
  done
fi

has_image() { docker image inspect "$1" >/dev/null 2>&1; }

has_image debian:bookworm-slim || docker pull --quiet debian:bookworm-slim ||
  deploy/container/base.sh
deploy/container/build.sh --network host
docker build --network host --file deploy/container/Dockerfile \
  --target simulator --tag pitel_simulator .
for name in prometheus alertmanager; do
  image=$(sed -n "s|^ *image: \(prom/$name:.*\)|\1|p" deploy/compose/compose.yml)
  has_image "$image" || docker pull --quiet "$image" ||
    docker build --network host --quiet --target "$name" --tag "$image" \
      tests/container
done

/usr/bin/python3 -B -m unittest discover --start-directory tests/container \
  --pattern '*_test.py' "$@"
