#!/usr/bin/env bash
# Builds the Debian package, checks it, and installs, upgrades and removes it in
# a Debian that is booted for the purpose. Needs root, 2 GB of disk and about ten
# minutes.
#
#   tests/package/run.sh [--keep]     --keep keeps the folder of the packages
set -euo pipefail
cd "$(dirname "$0")/../.."

. deploy/packages.sh
# shellcheck disable=SC2086
install_packages $BUILD_PACKAGES $PACKAGE_PACKAGES fish lintian man-db \
  mmdebstrap openssl piuparts systemd systemd-container zsh

folder=$(mktemp -d /var/tmp/pitel_package.XXXXXX)
[ "${1:-}" = --keep ] || trap 'rm -rf "$folder"' EXIT
suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
sources=(/etc/apt/sources.list.d/debian.sources)
[ -e "${sources[0]}" ] || sources=(/etc/apt/sources.list)

step() { printf '\n== %s\n' "$*"; }

step "build"
deploy/package.sh "$folder" >"$folder/build.log" 2>&1 ||
  { tail -50 "$folder/build.log"; exit 1; }
package=$(echo "$folder"/pitel-exporter_*.deb)
dpkg-deb --info "$package" | sed -n '/^ Package/,$p'

step "lintian"
lintian --allow-root --pedantic --fail-on error,warning,info,pedantic "$package"

step "manual and completions"
dpkg-deb --extract "$package" "$folder/contents"
for page in "$folder"/contents/usr/share/man/man?/*.gz; do
  MANROFFSEQ='' man --warnings --local-file "$page" 2>&1 >/dev/null |
    { ! grep .; }
done
zsh -n "$folder"/contents/usr/share/zsh/vendor-completions/_pitel_exporter
(
  PATH=$folder/contents/usr/bin:$PATH
  fish --no-config --command "
    source $folder/contents/usr/share/fish/vendor_completions.d/pitel_exporter.fish
    complete --do-complete 'pitel_exporter --log.level='" |
    grep -- '--log.level=debug' # reads to the end
)

step "examples"
examples=$folder/contents/usr/share/pitel-exporter
diff --recursive deploy/alertmanager "$examples/alertmanager"
"$examples/install-rules.sh" https://grafana.example.org \
  https://wiki.example.org "$folder/rules"
[ "$(ls "$folder/rules")" ]
if grep --recursive 'example\.com' "$folder/rules"; then exit 1; fi

step "a Debian to boot"
# What the package depends on, and what the test needs.
depends=$(dpkg-deb --field "$package" Depends | sed 's/ *([^)]*)//g; s/ //g')
mmdebstrap --quiet --variant=minbase \
  --include="systemd,systemd-sysv,dbus,procps,python3,openssl,$depends" \
  "$suite" "$folder/root" "${sources[@]}"

step "the booted Debian"
python3 -B tests/package/booted_test.py "$folder/root" "$package"

step "piuparts"
piuparts --distribution="$suite" --no-upgrade-test --no-eatmydata "$package" \
  >"$folder/piuparts.log" 2>&1 ||
  { tail -50 "$folder/piuparts.log"; exit 1; }
tail -3 "$folder/piuparts.log"
