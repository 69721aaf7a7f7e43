#!/usr/bin/env bash
# Copies the recording rules and alerts to where Prometheus reads them, with links
# to your Grafana and your copy of the runbooks (docs/runbooks).
#
#   install-rules.sh GRAFANA RUNBOOKS [FOLDER]
#
#   deploy/install-rules.sh https://grafana.example.org \
#     https://wiki.example.org/pitel /etc/prometheus/rules
#
# An alert then leads to GRAFANA/d/pitel-tenant?... and RUNBOOKS/PitelTargetDown.md.
# FOLDER is /etc/prometheus/rules if it is not given. Afterwards, add FOLDER/*.yml
# to `rule_files` of Prometheus, and let it reload its configuration.
set -euo pipefail
umask 022 # Prometheus is another user

if [ $# -lt 2 ] || [ $# -gt 3 ]; then
  sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0" >&2
  exit 2
fi
grafana=${1%/} runbooks=${2%/} folder=${3:-/etc/prometheus/rules}
for url in "$grafana" "$runbooks"; do
  case $url in
    *[!A-Za-z0-9.:/_~%-]* | '')
      echo "install-rules.sh: not an address: $url" >&2
      exit 2
      ;;
    http://* | https://*) ;;
    *)
      echo "install-rules.sh: an address begins with http:// or https://: $url" >&2
      exit 2
      ;;
  esac
done

mkdir -p "$folder"
for rules in "$(dirname "${BASH_SOURCE[0]}")"/prometheus/rules/*.yml; do
  sed -e "s#https://grafana\.example\.com#$grafana#" \
    -e "s#https://runbooks\.example\.com#$runbooks#" \
    "$rules" >"$folder/pitel-$(basename "$rules")"
  echo "$folder/pitel-$(basename "$rules")"
done
