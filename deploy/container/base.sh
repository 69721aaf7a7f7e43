#!/usr/bin/env bash
# Makes the base of the image, debian:bookworm-slim, from Debian's packages,
# for machines that cannot pull it. As root; needs Docker.
#
#   deploy/container/base.sh [TAG]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
tag=${1:-debian:bookworm-slim}
. deploy/packages.sh
install_packages mmdebstrap

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mmdebstrap --quiet --variant=minbase --components=main \
  --dpkgopt='path-exclude=/usr/share/man/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' \
  --dpkgopt='path-exclude=/usr/share/doc/*' \
  --dpkgopt='path-include=/usr/share/doc/*/copyright' \
  bookworm "$folder/base.tar"
docker import --change 'CMD ["bash"]' "$folder/base.tar" "$tag" >/dev/null
echo "made $tag"
