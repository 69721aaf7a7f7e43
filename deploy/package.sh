#!/usr/bin/env bash
# Builds the Debian package of the committed or unpacked source, for the
# distribution that it runs on, without tests.
#
#   deploy/package.sh [FOLDER]     writes to FOLDER (default: dist)
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p "${1:-dist}"
output=$(realpath "${1:-dist}")

. deploy/packages.sh
# shellcheck disable=SC2086
install_packages $BUILD_PACKAGES $PACKAGE_PACKAGES

# shellcheck source=deploy/source.sh
. deploy/source.sh
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
copy_source "$folder/pitel-exporter"
cd "$folder/pitel-exporter"

cp -r deploy/debian debian
cat > debian/changelog <<CHANGES
pitel-exporter ($VERSION) unstable; urgency=medium

  * See CHANGELOG.md.

 -- $(sed -n 's/^Maintainer: //p' debian/control)  $(date -uR -d "@$SOURCE_DATE_EPOCH")
CHANGES
PITEL_REVISION=$REVISION DEB_BUILD_OPTIONS="noautodbgsym ${DEB_BUILD_OPTIONS:-}" \
  dpkg-buildpackage --build=binary --no-sign
cp ../pitel-exporter_*.deb "$output"
