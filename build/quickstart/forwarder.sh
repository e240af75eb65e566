# The way from this machine to the UI: kubectl port-forward, one per context, until down. Sourced by steps.sh.
forward=$state/forward                         # pid, started (when that process was), url, log

forward_ui() {
  local local_port interrupted=
  if forwarder_runs && curl -sf -m 3 -o /dev/null "$(cat "$forward/url")/api/services"; then
    ui=$(cat "$forward/url")
    return
  fi
  stop_forwarder
  local_port=$(free_port)
  mkdir -p "$forward"
  trap 'interrupted=true' INT TERM HUP           # not between its start and the note of it, or down could not find it
  # in a session of its own, and started anew where the pod behind it is replaced; down ends the whole session
  setsid bash -c 'while :; do "$@"; sleep 1; done' forward \
    "$kubectl_binary" ${kubeconfig:+--kubeconfig "$kubeconfig"} --context "$context" -n "$namespace" \
    port-forward --address 127.0.0.1 "service/$stack-query" "$local_port:16686" > "$forward/log" 2>&1 < /dev/null &
  echo $! > "$forward/pid"
  started_at $! > "$forward/started"
  trap - INT TERM HUP
  [ -z "$interrupted" ] || exit 130
  ui=http://127.0.0.1:$local_port
  echo "$ui" > "$forward/url"
  for _ in $(seq 100); do curl -sf -m 3 -o /dev/null "$ui/api/services" && return; sleep 0.2; done
  tail -3 "$forward/log" >&2
  die "the query service does not answer on $ui"
}
free_port() { # from $port on
  local p
  for p in $(seq "$port" $((port + 50))); do
    (exec 3<> "/dev/tcp/127.0.0.1/$p") 2> /dev/null || { echo "$p"; return; }
  done
  die "no free port from $port to $((port + 50))"
}
started_at() { awk '{print $22}' "/proc/$1/stat" 2> /dev/null || ps -o lstart= -p "$1" 2> /dev/null; }
forwarder_runs() { # the process that was started, not another one that has its number by now
  local now
  [ -e "$forward/pid" ] && now=$(started_at "$(cat "$forward/pid")") && [ "$now" = "$(cat "$forward/started" 2> /dev/null)" ]
}
stop_forwarder() {
  local pid
  if forwarder_runs; then
    pid=$(cat "$forward/pid")
    kill -TERM -- "-$pid" 2> /dev/null || true
    for _ in $(seq 50); do kill -0 -- "-$pid" 2> /dev/null || break; sleep 0.1; done
    kill -KILL -- "-$pid" 2> /dev/null || true
  fi
  rm -rf "$forward"
}
