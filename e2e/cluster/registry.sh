#!/bin/bash
# registry.sh
# Starts an image registry (plain HTTP, without accounts, empty) on 127.0.0.1 of this machine, from which the nodes of the
# cluster $CLUSTER (default e2e) pull under the same name. Until down.sh; its images are gone then.
#
# stdout: its address, such as 127.0.0.1:40123. Asking again gives the one there is.
set -euo pipefail
. "$(dirname "$0")/env.sh"
need_root
[ $# = 0 ] || die "unknown argument '$1'; try --help"
[ -d "$RUN/forward" ] || die "no cluster '$CLUSTER' in $STATE; start it: CLUSTER=$CLUSTER up.sh"
if [ -e "$RUN/registry/address" ] && alive "$RUN/registry/pid"; then cat "$RUN/registry/address"; exit; fi

crane=$("$HERE/../../build/quickstart/crane.sh")
rm -rf "$RUN/registry"; mkdir -p "$RUN/registry/blobs"
setsid "$crane" registry serve --address 127.0.0.1:0 --disk "$RUN/registry/blobs" >"$RUN/registry/log" 2>&1 </dev/null &
remember $! "$RUN/registry/pid"
until port=$(sed -n 's/.*serving on port //p' "$RUN/registry/log") && [ -n "$port" ]; do
  alive "$RUN/registry/pid" || die "the registry did not start: $(tail -1 "$RUN/registry/log")"
  sleep 0.05
done
# For the nodes 127.0.0.1 is each node itself: containerd reads here where that name leads to instead.
inside=$("$HERE/forward.sh" --into "$CLUSTER" 0 "127.0.0.1:$port")
mkdir -p "$RUN/registries/127.0.0.1:$port"
printf 'server = "http://%s"\n' "$inside" > "$RUN/registries/127.0.0.1:$port/hosts.toml"
echo "127.0.0.1:$port" | tee "$RUN/registry/address"
