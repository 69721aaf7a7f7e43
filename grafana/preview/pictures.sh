#!/usr/bin/env bash
# Draws the pictures of the documentation, grafana/pictures/*.png: every
# dashboard on a week of made-up calls. Takes some minutes.
#
#   grafana/preview/pictures.sh [OPTION of pictures.mjs]...
set -euo pipefail
export LC_ALL=C
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. deploy/packages.sh

preview=grafana/preview
# The end of the history: a Monday, 15:15 UTC. Equal pictures at any time.
end=1715008500
days=8

# shellcheck disable=SC2086
install_packages chromium prometheus python3 $PREVIEW_PACKAGES
preview_is_installed || npm ci --prefix "$preview"

folder=$(mktemp -d)
pid=
trap 'stop_prometheus; rm -rf "$folder"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

stop_prometheus() {
  [ -n "$pid" ] || return 0
  kill "$pid" 2>/dev/null || :
  wait "$pid" 2>/dev/null || :
  pid=
}

address() {
  sed -nE 's~.*Listening on"? address="?([^ "]+).*~\1~p' "$folder/log" | head -n 1
}

start_prometheus() {
  stop_prometheus
  : >"$folder/prometheus.yml" >"$folder/log"
  prometheus --config.file="$folder/prometheus.yml" \
    --storage.tsdb.path="$folder/data" --storage.tsdb.retention.time=100y \
    --web.listen-address=127.0.0.1:0 2>"$folder/log" &
  pid=$!
  until [ -n "$(address)" ] && grep -q 'ready to receive' "$folder/log"; do
    kill -0 "$pid" 2>/dev/null || { cat "$folder/log" >&2; exit 1; }
    sleep 0.2
  done
  url=http://$(address)
}

# Blocks of the whole time at once: by default promtool reads all for every two
# hours.
backfill() { # backfill KIND OPTION...
  (
    cd "$folder" &&
      promtool tsdb create-blocks-from --max-block-duration=384h "$@" >out 2>&1
  ) || { cat "$folder/out" >&2; exit 1; }
}

echo "==> a week of calls"
python3 "$preview/history.py" --end "$end" --days "$days" >"$folder/history.om"
backfill openmetrics "$folder/history.om" "$folder/data"
rm "$folder/history.om"

# Rules stand on other rules, up to three deep, and promtool records only what
# stands on recorded series. Every five minutes will do for pictures. When in
# those a rule is due depends on the path of its file, so that has no folder.
sed 's/interval: ".*"/interval: "5m"/' deploy/prometheus/rules/recording.yml \
  >"$folder/rules.yml"
for layer in 1 2 3; do
  echo "==> the recording rules, layer $layer"
  start_prometheus
  backfill rules --url="$url" --output-dir="$folder/data" \
    --start=$((end - days * 86400)) --end="$end" rules.yml
done
start_prometheus

echo "==> the pictures"
node "$preview/pictures.mjs" --prometheus "$url" \
  --to "${end}000" --no-empty "$@"
