#!/bin/bash
# enter.sh COMMAND...
# Runs a command on the node network of the cluster $CLUSTER (default e2e), with the cluster's DNS and KUBECONFIG; the file
# system is this machine's. It reaches the API server, ClusterIPs, pods and Service names, and is reached from pods and by
# webhooks at 10.89.0.100. It has no way to the outside.
set -euo pipefail
. "$(dirname "$0")/env.sh"
need_root
[ $# -gt 0 ] || die "no command given; try --help"
[ -e "/run/netns/$NAME-client" ] || die "no cluster '$CLUSTER'; start it: CLUSTER=$CLUSTER up.sh"
printf 'nameserver %s.10\nsearch default.svc.cluster.local svc.cluster.local cluster.local\noptions ndots:5\n' $SVC > "$RUN/client-resolv.conf"
export KUBECONFIG=$RUN/pki/admin.kubeconfig PATH=$RUN/built/bin:$PATH
# shellcheck disable=SC2016 # expanded by the inner shell
exec nsenter --net="/run/netns/$NAME-client" unshare --mount --propagation private \
  sh -c 'mount --bind "$1" /etc/resolv.conf && shift && exec "$@"' sh "$RUN/client-resolv.conf" "$@"
