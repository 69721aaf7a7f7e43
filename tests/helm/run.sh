#!/usr/bin/env bash
# Tests the Helm chart: helm lint, strict schemas of Kubernetes and of the
# Prometheus Operator, the pod security standard, promtool, and what the
# templates make of values. Tests the mixin's objects of Kubernetes, too. Apart
# from tests/run.sh, since it needs Go 1.26 and gets Helm, kubeconform and
# schemas as Go modules and from PyPI.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

. deploy/packages.sh
install_packages jsonnet prometheus python3 python3-venv
command -v go >/dev/null || {
  echo "error: install Go 1.26 or later" >&2
  exit 1
}

tools=$PWD/build/helm
mkdir -p "$tools"
export GOBIN=$tools/bin
[ -x "$GOBIN/helm" ] || go install helm.sh/helm/v3/cmd/helm@v3.22.0
[ -x "$GOBIN/kubeconform" ] ||
  go install github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0
(cd tests/helm/pod_security && go vet . && go build -o "$GOBIN/pod_security" .)
operator=$(go mod download -json \
  github.com/prometheus-operator/prometheus-operator@v0.85.0 |
  sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')

python=$tools/python/bin/python
[ -x "$python" ] || python3 -m venv "$tools/python"
"$python" -m pip install --quiet kubernetes-validate==1.37.0 PyYAML==6.0.4

PATH=$GOBIN:$PATH \
  OPERATOR_CRDS=$operator/example/prometheus-operator-crd \
  "$python" -B -m unittest discover --start-directory tests/helm \
  --pattern '*_test.py' "$@"
