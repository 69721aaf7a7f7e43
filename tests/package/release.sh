#!/usr/bin/env bash
# Makes the release twice, in folders of different names, and compares them byte
# by byte; validates the bill of materials and the workflows. Needs Go and PyPI.
# Takes as long as two builds. Leave ccache off: it would hide differences.
set -euo pipefail
cd "$(dirname "$0")/../.."
ACTIONLINT=github.com/rhysd/actionlint/cmd/actionlint@v1.7.7

folder=$(mktemp -d /var/tmp/pitel_release.XXXXXX)
trap 'rm -rf "$folder"' EXIT

python3 -m venv "$folder/python"
"$folder/python/bin/pip" install --quiet spdx-tools==0.8.3
GOBIN=$folder/go go install "$ACTIONLINT"
"$folder/go/actionlint" .github/workflows/*.yml

git clone --quiet . "$folder/first"
git clone --quiet "$folder/first" "$folder/a-second-one"
for name in first a-second-one; do
  (
    cd "$folder/$name"
    export TMPDIR=$folder/temporary-$name
    mkdir "$TMPDIR"
    deploy/release.sh --no-tests >"$folder/$name.log" 2>&1 ||
      { tail -50 "$folder/$name.log"; exit 1; }
  )
done
diff --recursive "$folder/first/dist" "$folder/a-second-one/dist"
cat "$folder/first/dist/SHA256SUMS"
"$folder/python/bin/pyspdxtools" --infile "$folder"/first/dist/*.spdx.json

# The archive contains what was committed.
tar -xf "$folder"/first/dist/pitel_exporter-*.tar.gz -C "$folder"
mkdir "$folder/committed"
git -C "$folder/first" archive HEAD | tar -x -C "$folder/committed"
diff --recursive "$folder/committed" "$folder"/pitel_exporter-*/
