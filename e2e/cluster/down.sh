#!/bin/bash
# down.sh [--all]
# Ends every process of the cluster $CLUSTER (default e2e; --all: of every cluster) and removes its network namespaces,
# cgroups, mounts and state directory; then looks whether anything is left. Exit 1 if so. Nothing to do is fine.
set -uo pipefail
. "$(dirname "$0")/env.sh"
need_root
if [ "${1:-}" = --all ]; then
  status=0
  for directory in "$STATE"/cluster/*/; do
    [ -e "$directory" ] || continue
    name=$(basename "$directory")
    CLUSTER=$name "$0" || status=1
  done
  exit $status
fi
[ $# = 0 ] || die "unknown argument '$1', expected --all or nothing"
alone "$CACHE/.lock-$CLUSTER"

networks() { local ns; for ns in /run/netns/"$NAME"-{lan,client,n[0-9]}; do [ -e "$ns" ] && echo "$ns"; done; }
cgroups() { local c; for c in /sys/fs/cgroup/*/"$NAME"-n[0-9]; do [ -d "$c" ] && echo "$c"; done; }

# Inodes of its network namespaces identify processes when the names are gone. Each is held open to the end of this script, or
# its number could by then be that of a namespace of somebody else's.
inodes=' '
hold() { local ns held; for ns in $(networks); do exec {held}<"$ns"; inodes+="$(stat -Lc %i "$ns") "; done; }
# processes: in one of the cluster's network namespaces or cgroups, a forwarder into it, or its registry
processes() {
  {
    stat -Lc '%i %n' /proc/[0-9]*/ns/net 2>/dev/null | awk -v inodes="$inodes" 'index(inodes, " " $1 " ") { print $2 }'
    grep -lsE "/$NAME-n[0-9](/|\$)" /proc/[0-9]*/cgroup
    find /proc -maxdepth 2 -path '/proc/[0-9]*/exe' \( -lname '*/netns-forward*' -o -lname '*/crane*' \) 2>/dev/null |
      sed 's/exe$/cmdline/' | xargs -r grep -lsE "$RUN/(forward|registry)/"
  } | cut -d/ -f3 | sort -nu
}
mounts() { { awk -v d="$RUN/" 'index($5, d) == 1' /proc/self/mountinfo; grep -hs -- "/run/netns/$NAME-" /proc/self/mountinfo; }; }

remove() {
  hold
  for file in "$RUN"/forward/*.pid "$RUN/registry/pid" "$RUN/volumes.pid"; do [ -e "$file" ] && end TERM "$file"; done
  # a node's unshare takes process 1 of its pid namespace along, and that every other process there
  for file in "$RUN"/n[0-9].pid; do [ -e "$file" ] && end KILL "$file"; done
  # commands that enter.sh left running on the node network, or nodes whose state directory has been lost
  for stray in $(processes); do kill -KILL "$stray" 2>/dev/null; done
  for group in $(cgroups); do
    for _ in $(seq 50); do find "$group" -depth -type d -exec rmdir {} + 2>/dev/null; [ -d "$group" ] || break; sleep 0.1; done
  done
  for ns in $(networks); do ip netns del "$(basename "$ns")"; done
  # "ip netns add" mounts the directory of the names on itself, once per machine: the last one out undoes that
  if [ -d /run/netns ] && [ -z "$(ls /run/netns)" ]; then umount /run/netns 2>/dev/null; rmdir /run/netns 2>/dev/null; fi
  rm -rf "$RUN" 2>/dev/null
}
# A script that was interrupted can leave a child which starts something once more, but not for long.
for _ in 1 2 3 4 5; do
  remove
  [ -n "$(processes; networks; cgroups; mounts; ls -d "$RUN" 2>/dev/null)" ] || break
  sleep 0.5
done

left=0
check() { # WHAT FOUND
  [ -z "$2" ] && return
  left=1; printf '%s: left behind: %s: %s\n' "$SELF" "$1" "$(tr '\n' ' ' <<<"$2")" >&2
}
check processes "$(processes)"
check "network namespaces" "$(networks)"
check cgroups "$(cgroups)"
check mounts "$(mounts)"
check "state directory" "$(ls -d "$RUN" 2>/dev/null)"
[ $left = 0 ] || die "cluster '$CLUSTER' is not wholly removed (see above)"
rmdir "$STATE/cluster" "$STATE" 2>/dev/null
say "cluster '$CLUSTER' is down; looked for its processes, network namespaces, cgroups, mounts and state: none left"
