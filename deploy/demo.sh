#!/usr/bin/env bash
# Shows pitel_exporter at work: builds it, simulates a Pitel API host with
# ringing phones, monitors it with Debian's Prometheus and Alertmanager, and
# shows the numbers.
set -euo pipefail
export LC_ALL=C
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. deploy/packages.sh

usage() {
  cat <<'END'
Usage: deploy/demo.sh [OPTION]...

Runs pitel_exporter against a simulated Pitel API, with a Prometheus that
scrapes it and an Alertmanager, until Ctrl-C. Installs missing packages (as root
or with sudo) and builds in build/release. Everything else stays on loopback and
in a temporary folder, which is removed at the end; the npm packages of
--dashboards stay in grafana/preview/node_modules.

  --for TIME       stop after TIME (30s, 5m, 1h), and exit 1 if a check failed
  --rows N         phones of all tenants, 50 to 200000 (default 2000)
  --tenants N      tenants, at most one per phone (default 20)
  --backlog        let many callers of one tenant wait, for an alert that fires
                   within two minutes and ends some minutes later
  --dashboards     draw the Grafana dashboards in a browser, without Grafana
  --build-dir DIR  use the programs built in DIR instead of building
  --help           print this text
END
}

wrong_usage() {
  echo "deploy/demo.sh: $*; try --help" >&2
  exit 2
}

fail() {
  echo "error: $*" >&2
  exit 1
}

run_seconds=
rows=2000
tenants=20
backlog=
dashboards=
build_dir=
preview=grafana/preview

read_option() { # read_option FLAG VALUE
  case $1 in
    --for)
      [[ $2 =~ ^([1-9][0-9]{0,4})([smh])$ ]] ||
        wrong_usage "--for must be a time such as 30s, 5m or 1h"
      case ${BASH_REMATCH[2]} in
        s) run_seconds=${BASH_REMATCH[1]} ;;
        m) run_seconds=$((BASH_REMATCH[1] * 60)) ;;
        h) run_seconds=$((BASH_REMATCH[1] * 3600)) ;;
      esac
      ;;
    --rows)
      [[ $2 =~ ^[1-9][0-9]{0,5}$ ]] && (($2 >= 50 && $2 <= 200000)) ||
        wrong_usage "--rows must be a number from 50 to 200000"
      rows=$2
      ;;
    --tenants)
      [[ $2 =~ ^[1-9][0-9]{0,5}$ ]] ||
        wrong_usage "--tenants must be a positive number"
      tenants=$2
      ;;
    --build-dir)
      [ -d "$2" ] || wrong_usage "--build-dir must be a folder"
      build_dir=$2
      ;;
  esac
}

read_options() {
  while [ $# -gt 0 ]; do
    case $1 in
      --help | -h)
        usage
        exit 0
        ;;
      --backlog)
        backlog=yes
        shift
        ;;
      --dashboards)
        dashboards=yes
        shift
        ;;
      --for=* | --rows=* | --tenants=* | --build-dir=*)
        read_option "${1%%=*}" "${1#*=}"
        shift
        ;;
      --for | --rows | --tenants | --build-dir)
        [ $# -ge 2 ] || wrong_usage "$1 needs a value"
        read_option "$1" "$2"
        shift 2
        ;;
      *) wrong_usage "unknown argument $1" ;;
    esac
  done
  ((tenants <= rows)) || wrong_usage "--tenants must be at most --rows"
}

# ---------------------------------------------------------------- progress

step() { echo "==> $*"; }

# A line on a terminal that the next one replaces.
status() { [ ! -t 1 ] || printf '\r\033[K    %s' "$*"; }
clear_status() { [ ! -t 1 ] || printf '\r\033[K'; }

# ---------------------------------------------------------------- processes

folder=
declare -A pids=()
programs=(simulator exporter alertmanager prometheus)

# start NAME COMMAND...: in its own process group, so that Ctrl-C only reaches
# this script, which then ends the others in order.
start() {
  local name=$1
  shift
  : >"$folder/$name.out" >"$folder/$name.log"
  set -m
  "$@" </dev/null >"$folder/$name.out" 2>"$folder/$name.log" &
  set +m
  pids[$name]=$!
}

# Whether it is a running child: only then is its id still its own.
is_running() { [[ $'\n'$(jobs -pr)$'\n' == *$'\n'"$1"$'\n'* ]]; }

fail_with_log() { # fail_with_log NAME WHAT
  clear_status
  tail -n 20 "$folder/$1.out" "$folder/$1.log" >&2
  fail "$2"
}

check_running() { # check_running NAME
  local ended=0
  is_running "${pids[$1]}" && return
  wait "${pids[$1]}" 2>/dev/null || ended=$?
  fail_with_log "$1" "the $1 ended by itself, with status $ended"
}

# wait_for NAME WHAT CONDITION...: until it is true, at most a minute.
wait_for() {
  local name=$1 what=$2 began=$SECONDS
  shift 2
  until "$@"; do
    check_running "$name"
    ((SECONDS - began < 60)) || fail_with_log "$name" "no $what after 60 s"
    status "waiting for $what ($((SECONDS - began)) s)"
    sleep 0.2
  done
  clear_status
}

clean_up() {
  local result=$? groups group patience=100
  trap '' INT TERM HUP
  groups=$(jobs -pr)
  # npm would take minutes to undo its work, which is removed at once below.
  ! is_running "${pids[installation]:-none}" ||
    kill -KILL -- "-${pids[installation]}" 2>/dev/null || :
  for group in $groups; do kill -TERM -- "-$group" 2>/dev/null || :; done
  for group in $groups; do
    while kill -0 -- "-$group" 2>/dev/null && ((patience-- > 0)); do
      sleep 0.1
    done
    kill -KILL -- "-$group" 2>/dev/null || :
  done
  wait 2>/dev/null || :
  [ -z "$folder" ] || rm -rf "$folder"
  [ -z "${pids[installation]:-}" ] || preview_is_installed ||
    rm -rf "$preview/node_modules"
  exit "$result"
}

stop() { # stop STATUS
  clear_status
  echo "stopping"
  # Ctrl-C is the normal end of a demo without --for.
  [ "$phase" != watching ] || [ -n "$run_seconds" ] || exit 0
  exit "$1"
}

# ---------------------------------------------------------------- the parts

install() {
  local interrupted=
  step "packages"
  # The script ends only after the installation has cleaned up.
  trap 'interrupted=1' INT TERM HUP
  local packages="$RUN_PACKAGES curl prometheus prometheus-alertmanager"
  [ -n "$build_dir" ] || packages="$BUILD_PACKAGES $packages"
  [ -z "$dashboards" ] || packages="$packages $PREVIEW_PACKAGES"
  # shellcheck disable=SC2086
  install_packages $packages || fail "packages are missing"
  [ -z "$interrupted" ] || exit 130
  trap 'stop 130' INT
  trap 'stop 143' TERM
  trap 'stop 129' HUP
}

run_build() {
  # Only the tests need Google Test.
  cmake --preset release -DPITEL_BUILD_TESTS=OFF -DPITEL_BUILD_SIMULATOR=ON &&
    cmake --build --preset release --target pitel_exporter pitel_simulator
}

# finish NAME: waits for the end of NAME, however long that takes.
finish() {
  local name=$1 began=$SECONDS shown=$SECONDS line
  while is_running "${pids[$name]}"; do
    line=$(tail -n 1 "$folder/$name.out")
    status "$((SECONDS - began)) s ${line:0:60}"
    if [ ! -t 1 ] && ((SECONDS - shown >= 15)); then
      shown=$SECONDS
      echo "    $((SECONDS - began)) s $line"
    fi
    sleep 0.5
  done
  wait "${pids[$name]}" || fail_with_log "$name" "the $name failed"
  clear_status
}

build() {
  [ -z "$build_dir" ] || return 0
  build_dir=build/release
  step "building in $build_dir (the first time takes some minutes)"
  start build run_build
  finish build
}

install_preview() {
  if [ -z "$dashboards" ] || preview_is_installed; then return; fi
  step "npm packages in $preview/node_modules (a minute or two)"
  start installation npm ci --prefix "$preview"
  finish installation
}

find_programs() {
  exporter=$build_dir/exporter/pitel_exporter
  simulator=$build_dir/tests/simulator/pitel_simulator
  [ -x "$exporter" ] || fail "$exporter is missing"
  [ -x "$simulator" ] || fail "$simulator is missing"
}

get() { curl --noproxy '*' -fsS --max-time 10 "$@" 2>/dev/null; }

# found VARIABLE PATTERN FILE: sets it to what \1 of the pattern is in the file.
found() {
  local text
  text=$(sed -nE "s~^.*$2.*\$~\\1~p" "$3" | head -n 1)
  printf -v "$1" %s "$text"
  [ -n "$text" ]
}

responds() { get -o "$folder/response" "$1"; }

start_simulator() {
  step "the simulated API: $rows phones of $tenants tenants"
  local key=00000000-aaaa-bbbb-cccc-5e70f0a51e00
  # The busiest hour at any time of day.
  start simulator "$simulator" --rows "$rows" --tenants "$tenants" --flat \
    --api-key "$key"
  wait_for simulator "its address" \
    found api_url 'listening on (http:.*)' "$folder/simulator.out"
  echo "$key" >"$folder/demo.key"
  cat >"$folder/pitel_exporter.yml" <<END
poll:
  interval: 5s
targets:
  - name: demo
    url: $api_url
    api_key_file: demo.key
END
}

start_exporter() {
  step "the exporter"
  local address
  start exporter "$exporter" --config.file="$folder/pitel_exporter.yml" \
    --web.listen-address=127.0.0.1:0
  wait_for exporter "its address" \
    found address 'msg=listening address="?([^ "]+)' "$folder/exporter.log"
  exporter_url=http://$address
  wait_for exporter "its first poll" responds "$exporter_url/-/ready"
}

start_alertmanager() {
  step "Alertmanager"
  local address
  # Nobody listens to its webhooks here; its alerts are shown instead.
  sed -E '/webhook_configs:/d; /^ *- url: /d' \
    deploy/alertmanager/alertmanager.yml >"$folder/alertmanager.yml"
  start alertmanager prometheus-alertmanager \
    --config.file="$folder/alertmanager.yml" \
    --storage.path="$folder/alerts" --cluster.listen-address= \
    --web.listen-address=127.0.0.1:0
  wait_for alertmanager "its address" \
    found address 'Listening on"? address="?([^ "]+)' "$folder/alertmanager.log"
  alertmanager_url=http://$address
  wait_for alertmanager "it to be ready" responds "$alertmanager_url/-/ready"
}

start_prometheus() {
  step "Prometheus"
  local address
  sed -e "s/localhost:10748/${exporter_url#http://}/" -e 's/: 10s/: 2s/' \
    -e "s/localhost:9093/${alertmanager_url#http://}/" \
    -e "s~- rules/~- $PWD/deploy/prometheus/rules/~" \
    deploy/prometheus/prometheus.yml >"$folder/prometheus.yml"
  # It takes a free port itself and logs it, so that nobody else can take it.
  start prometheus prometheus --config.file="$folder/prometheus.yml" \
    --storage.tsdb.path="$folder/data" --web.listen-address=127.0.0.1:0
  wait_for prometheus "its address" \
    found address 'Listening on"? address="?([^ "]+)' "$folder/prometheus.log"
  prometheus_url=http://$address
  wait_for prometheus "it to be ready" responds "$prometheus_url/-/ready"
  wait_for prometheus "its first scrape" is_scraped
}

start_dashboards() {
  [ -n "$dashboards" ] || return 0
  step "the dashboards"
  start preview node "$preview/server.mjs" --prometheus "$prometheus_url"
  wait_for preview "its address" \
    found dashboards_url 'listening on (http:.*)' "$folder/preview.out"
  programs+=(preview)
}

# Long enough for the alert to fire, but over before the rows count as ghosts.
inject_backlog() {
  [ -n "$backlog" ] || return 0
  local tenant
  tenant=$(printf 't%05d.example.com' $(((tenants + 3) / 4)))
  step "a backlog: 40 callers of $tenant wait for 4 minutes"
  get -X POST -o "$folder/response" \
    "$api_url/inject/backlog?tenant=$tenant&callers=40&seconds=240" ||
    fail "the simulated API refused the backlog"
}

# ---------------------------------------------------------------- the numbers

read_exporter() { get "$exporter_url/metrics"; }

# The last sample of each series, in the same format with a timestamp.
read_prometheus() { # read_prometheus SELECTOR
  get -G --data-urlencode "match[]=$1" "$prometheus_url/federate"
}

is_scraped() {
  read_prometheus 'up{job="pitel"}' >"$folder/up" && grep -q '} 1 ' "$folder/up"
}

# Summarizes the numbers of a page in a few lines.
summarize() {
  awk '
    function label(key) {
      match($0, key "=\"[^\"]*\"")
      return substr($0, RSTART + length(key) + 2, RLENGTH - length(key) - 3)
    }
    function direction(key) {
      return sprintf("%s %d (%d)", key, calls[key], ringing[key])
    }
    { name = $0; sub(/[{ ].*/, "", name) }
    name == "pitel_up" { up = $NF; polled = 1 }
    name == "pitel_api_rows" { rows = $NF; fresh = 1 }
    name == "pitel_poll_duration_seconds" { duration = $NF }
    name == "pitel_active_calls" {
      calls[label("direction")] += $NF
      if (label("state") == "ringing") ringing[label("direction")] += $NF
    }
    name == "pitel_extensions" { extensions[label("state")] += $NF }
    name == "pitel_ringing_callers" { callers += $NF }
    name == "pitel_ringing_oldest_seconds" && $NF > oldest { oldest = $NF }
    END {
      if (!polled) { print "the exporter does not respond"; exit }
      printf "pitel_up %d, polled in %.0f ms\n", up, duration * 1000
      if (!fresh) { print "no recent successful poll: no numbers"; exit }
      printf "active calls (ringing): %s, %s, %s\n",
             direction("inbound"), direction("outbound"), direction("local")
      printf "ringing callers: %d, the oldest waits %.0f s\n", callers, oldest
      printf "extensions: %d idle, %d ringing, %d oncall, of %d rows\n",
             extensions["idle"], extensions["ringing"], extensions["oncall"],
             rows
    }'
}

# Firing alerts, with their tenants.
alerts() {
  get -G --data-urlencode 'query=ALERTS{alertstate="firing"}' \
    "$prometheus_url/api/v1/query" | tr '{' '\n' | awk '
    function label(key) {
      if (!match($0, "\"" key "\":\"[^\"]*\"")) return ""
      return substr($0, RSTART + length(key) + 4, RLENGTH - length(key) - 5)
    }
    /"alertname"/ {
      tenant = label("tenant")
      alert = label("alertname") (tenant ? " (" tenant ")" : "")
      if (!seen[alert]++) firing = firing ", " alert
    }
    END { print "alerts firing: " (firing ? substr(firing, 3) : "none") }'
}

lines_shown=0

# Replaces the previous numbers on a terminal; otherwise prints a new line.
show_numbers() { # show_numbers ELAPSED
  local text
  text=$(read_exporter | summarize || :; alerts || :)
  if [ ! -t 1 ]; then
    echo "[$1 s] ${text//$'\n'/; }"
    return
  fi
  ((lines_shown == 0)) || printf '\033[%dA' "$lines_shown"
  printf '\033[J%s\n' "[$1 s] $text"
  lines_shown=$(wc -l <<<"$text")
}

watch_numbers() {
  local began=$SECONDS next=0 elapsed=0 name
  while [ -z "$run_seconds" ] || ((elapsed < run_seconds)); do
    for name in "${programs[@]}"; do check_running "$name"; done
    if ((elapsed >= next)); then
      show_numbers "$elapsed"
      next=$((elapsed + 3))
    fi
    sleep 0.5
    elapsed=$((SECONDS - began))
  done
}

# ---------------------------------------------------------------- the verdict

problems=

# must WHAT COMMAND...: checks that the command succeeds.
must() {
  local what=$1
  shift
  if "$@"; then
    echo "    ok: $what"
  else
    echo "    WRONG: $what" >&2
    problems=yes
  fi
}

# The sum of a metric's samples in the page.
sum_of() {
  awk -v name="$1" 'index($0, name "{") == 1 { sum += $NF; found = 1 }
    END { if (found) printf "%.0f\n", sum; else print "none" }' "$folder/page"
}

is_up() { [ "$(sum_of pitel_up)" = 1 ]; }
has_calls() { (($(sum_of pitel_active_calls) > 0)); }
has_all_rows() {
  [ "$(sum_of pitel_api_rows)" = "$(sum_of pitel_api_reported_rows)" ]
}

no_failures() {
  ! grep -E '^pitel_api_(request_failures|rejected_rows)_total\{.*\} [^0]' \
    "$folder/page" >&2
}

# The number of series of each metric, and their sum.
digest() {
  awk '
    /^pitel_/ {
      name = value = $0
      sub(/[{ ].*/, "", name)
      sub(/^[^ ]* /, "", value)
      series[name]++
      sum[name] += value
    }
    END {
      for (name in sum) printf "%s %d %.6f\n", name, series[name], sum[name]
    }
  ' | sort
}

# Both agree after a scrape between two polls, which comes soon.
numbers_agree() {
  local began=$SECONDS
  while ((SECONDS - began < 20)); do
    read_exporter | digest >"$folder/exported" || :
    read_prometheus '{job="pitel",__name__=~"pitel_.+"}' |
      digest >"$folder/scraped" || :
    [ ! -s "$folder/exported" ] ||
      ! cmp -s "$folder/exported" "$folder/scraped" || return 0
    sleep 0.5
  done
  echo "exporter (<) and Prometheus (>), by metric: series and sum" >&2
  diff "$folder/exported" "$folder/scraped" | head -n 20 >&2
  return 1
}

serves_dashboards() {
  responds "$dashboards_url/" &&
    grep -q 'src="/dist/page.js"' "$folder/response" &&
    responds "$dashboards_url/dist/page.js" &&
    responds "$dashboards_url/dashboards" &&
    grep -q '"uid":"pitel-overview"' "$folder/response"
}

passes_queries() {
  responds "$dashboards_url/api/v1/query?query=sum(pitel_up)" &&
    grep -q '"value":\[[0-9.]*,"1"\]' "$folder/response"
}

# An alert that fires reaches Alertmanager soon.
holds_backlog_alert() {
  local began=$SECONDS
  until responds "$alertmanager_url/api/v2/alerts" &&
    grep -q '"alertname":"PitelRingingBacklog"' "$folder/response"; do
    ((SECONDS - began < 20)) || return 1
    sleep 0.5
  done
}

holds_no_alert() {
  responds "$alertmanager_url/api/v2/alerts" &&
    [ "$(cat "$folder/response")" = '[]' ]
}

judge_alerts() {
  if [ -z "$backlog" ]; then
    must "ordinary traffic fires no alert" holds_no_alert
  elif ((run_seconds >= 120 && run_seconds <= 240)); then
    must "PitelRingingBacklog reached Alertmanager" holds_backlog_alert
  fi
}

judge() {
  step "checks"
  read_exporter >"$folder/page" || :
  must "pitel_up is 1" is_up
  must "Prometheus scrapes the exporter" is_scraped
  must "there are active calls" has_calls
  must "all rows of the API arrived" has_all_rows
  must "nothing was counted as a failure" no_failures
  must "the exporter and Prometheus agree on every metric" numbers_agree
  judge_alerts
  if [ -n "$dashboards" ]; then
    must "the dashboards are served" serves_dashboards
    must "their queries reach Prometheus" passes_queries
  fi
  for name in "${programs[@]}"; do
    must "the $name still runs" is_running "${pids[$name]}"
  done
  [ -z "$problems" ] || fail "a check failed"
}

# ----------------------------------------------------------------

read_options "$@"
phase=starting
trap clean_up EXIT
install
folder=$(mktemp -d)
build
install_preview
find_programs
start_simulator
start_exporter
start_alertmanager
start_prometheus
start_dashboards
inject_backlog
query='sum%20by%20(direction%2C%20state)%20(pitel_active_calls)'
cat <<END

  the exporter   $exporter_url/
  its metrics    $exporter_url/metrics
  Prometheus     $prometheus_url/
  Alertmanager   $alertmanager_url/
  active calls   $prometheus_url/graph?g0.expr=$query&g0.tab=0&g0.range_input=5m
END
[ -z "$dashboards" ] || echo "  dashboards     $dashboards_url/"
echo
[ -n "$run_seconds" ] && echo "For ${run_seconds} s, or until Ctrl-C:" ||
  echo "Until Ctrl-C:"
phase=watching
watch_numbers
judge
