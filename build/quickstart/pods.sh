# Pods whose image was built anew under the same name: the nodes have the new one by now, the pods run the old one until
# they are restarted. Sourced by steps.sh. Images in a registry are named by their content, and need none of this.

workloads() { # NAMESPACE: lines of KIND/NAME IMAGE DIGEST-THAT-WAS-NOTED
  kubectl -n "$1" get deployments,daemonsets -o json | jq -r --arg note "$content_note" '.items[] |
    "\(.kind | ascii_downcase)/\(.metadata.name) \(.spec.template.spec.containers[0].image) \(.metadata.annotations[$note] // "-")"'
}
outdated() { # NAMESPACE: the workloads that no note says to run the content of our archives
  local all workload image noted
  all=$(workloads "$1") || return 1   # bash forgets -e inside $(…)
  while read -r workload image noted; do
    if [ -n "${image:-}" ] && [ -n "${content[$image]:-}" ] && [ "${content[$image]}" != "$noted" ]; then echo "$workload ${content[$image]} $image"; fi
  done <<< "$all"
}

# restart_outdated NAMESPACE: before anything is applied. What exists without a note comes from a call that did not end.
restart_outdated() {
  local list workload digest image
  list=$(outdated "$1")
  while read -r workload digest image; do
    [ -n "$workload" ] || continue
    say "restarting $workload: $image was built anew"
    kubectl -n "$1" rollout restart "$workload" > /dev/null
    kubectl -n "$1" annotate --overwrite "$workload" "$content_note=$digest" > /dev/null
  done <<< "$list"
}

# note_content NAMESPACE: what has come up by what was applied runs the content that the nodes have just been given.
note_content() {
  local list workload digest image
  list=$(outdated "$1")
  while read -r workload digest image; do
    [ -z "$workload" ] || kubectl -n "$1" annotate --overwrite "$workload" "$content_note=$digest" > /dev/null
  done <<< "$list"
}

await_version() { # NAMESPACE TAG: until the operator, started anew, has given every workload its images; Ready says so too late
  local all
  for _ in $(seq 120); do
    all=$(workloads "$1")
    [ -n "$(awk -v tag=":$2" 'NF && substr($2, length($2) - length(tag) + 1) != tag' <<< "$all")" ] || return 0
    sleep 0.5
  done
  die "the operator has not given version $2 to all workloads of namespace $1: $all"
}

await_rollouts() { # NAMESPACE
  local all workload
  all=$(workloads "$1")
  while read -r workload _; do
    [ -n "$workload" ] || continue
    kubectl -n "$1" rollout status "$workload" --timeout 180s > "$state/rollout.log" 2>&1 || {
      kubectl -n "$1" get pods >&2
      die "$workload of namespace $1 did not come up: $(tail -1 "$state/rollout.log")"
    }
  done <<< "$all"
}
