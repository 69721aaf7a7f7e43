#!/usr/bin/env bash
# Makes a release of the committed source: runs the tests, and writes the Debian
# package, the source archive, the bill of materials and the checksums of all.
# The same commit gives the same bytes.
#
#   deploy/release.sh [--no-tests] [FOLDER]     writes to FOLDER (default: dist)
set -euo pipefail
cd "$(dirname "$0")/.."
tests=yes
if [ "${1:-}" = --no-tests ]; then
  tests=
  shift
fi
mkdir -p "${1:-dist}"
output=$(realpath "${1:-dist}")

. deploy/source.sh
if [ -e .git ] && [ -n "$(git status --porcelain --untracked-files=no)" ]; then
  echo "error: there are changes that are not committed" >&2
  exit 1
fi
if ! grep -qE "^## $VERSION( |$)" CHANGELOG.md; then
  echo "error: CHANGELOG.md has no chapter for version $VERSION" >&2
  exit 1
fi

[ -z "$tests" ] || tests/run.sh release

rm -f "$output"/pitel[-_]exporter* "$output/SHA256SUMS"
deploy/package.sh "$output"
package=$(echo "$output"/pitel-exporter_*.deb)
deploy/sbom.py "$package" >"${package%.deb}.spdx.json"

name=pitel_exporter-$VERSION
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
copy_source "$folder/$name"
tar -c --sort=name --format=posix --mtime="@$SOURCE_DATE_EPOCH" --owner=0 \
  --group=0 --numeric-owner --mode=u+rw,go+r,go-w \
  --pax-option=delete=atime,delete=ctime -C "$folder" "$name" |
  gzip -9n >"$output/$name.tar.gz"

cd "$output"
sha256sum -- pitel[-_]exporter* >SHA256SUMS
cat SHA256SUMS
