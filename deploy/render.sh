#!/bin/sh
# deploy/render.sh: renders kustomize/base from the chart in helm/jaegerstack.
#
# Needs helm: HELM=/path/to/helm, or helm on the PATH, or else the one that e2e/cluster/build.sh builds. A test compares
# the chart's digest with the one noted at the head of operator.yaml, and fails when the chart has changed since.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
chart=$here/helm/jaegerstack
base=$here/kustomize/base
helm=${HELM:-$(command -v helm || true)}
[ -n "$helm" ] || helm=$("$here/../e2e/cluster/build.sh" helm)/bin/helm

# Chart.yaml, values.yaml and the templates in order of name: each file's digest, and the digest of all of them.
digest() { (cd "$chart" && sha256sum Chart.yaml values.yaml templates/* | sha256sum | cut -d' ' -f1); }

rendered=$("$helm" template jaegerstack "$chart" --namespace jaegerstack-system | grep -v '^# Source:')
{
  printf '# Rendered from deploy/helm/jaegerstack by deploy/render.sh; change the chart, not this file.\n'
  printf '# chart sha256: %s\n' "$(digest)"
  printf '# below sha256: %s\n' "$(printf '%s\n' "$rendered" | sha256sum | cut -d' ' -f1)"
  printf '%s\n' "$rendered"
} > "$base/operator.yaml"
cp "$chart/crds/jaegerstacks.jaegerstack.io.yaml" "$base/"
