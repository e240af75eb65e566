#!/bin/bash
# node-init.sh N: process 1 of node N. Started by up.sh inside the node's namespaces, in the cluster's state directory,
# with LAN, POD, SVC, NODES, PROXY_MODE and PAUSE_IMAGE in the environment. Not for use by hand.
set -euo pipefail
case ${1:-} in -h | --help) sed -n '2,3s/^# //p' "$0"; exit ;; esac
n=$1 IP=$LAN.$((10 + $1))
mkdir -p "n$n"/{varlib,varlog,cni}

# --- the node's own view of the file system
# State and programs may lie below a directory that is about to be covered: they go along to /run/cluster.
mount --bind built/ programs
mount -t tmpfs run /run
mkdir -p /run/cluster /run/lock
mount --no-canonicalize --rbind . /run/cluster
cd /run/cluster
D=/run/cluster/n$n PKI=/run/cluster/pki LOG=/run/cluster/log BIN=/run/cluster/programs/bin
PATH=$BIN:$PATH

controllers=$(cd /sys/fs/cgroup; for c in *; do if [ -e "$c/cgroup.procs" ] && [ ! -e "$c/cgroup.controllers" ]; then echo "$c"; fi; done)
umount -R /sys                                           # or the machine's cgroup mounts stay visible, with root "/.."
mount -t sysfs sysfs /sys                                # /sys/class/net of this network namespace
mount -t tmpfs -o mode=755 cgroup /sys/fs/cgroup
for c in $controllers; do                                # rooted at this node's cgroup: the cgroup namespace sees to that
  case $c in systemd) options=none,name=systemd ;; *) options=$c ;; esac
  mkdir "/sys/fs/cgroup/$c"; mount -t cgroup -o "$options" cgroup "/sys/fs/cgroup/$c"
done

# The kubelet insists on these kernel-wide settings and would write them for the whole machine: let it see them set.
for setting in vm/overcommit_memory=1 kernel/panic=10 kernel/panic_on_oops=1 kernel/keys/root_maxkeys=1000000 kernel/keys/root_maxbytes=25000000; do
  file=/run/sysctl-$(basename "${setting%=*}"); echo "${setting#*=}" > "$file"; mount --bind -o ro "$file" "/proc/sys/${setting%=*}"
done
mount --bind "$D/varlib" /var/lib
mount --bind "$D/varlog" /var/log
mkdir -p /var/lib/kubelet/volume-plugins /var/lib/containerd /run/flexvolumes
mount --make-rshared /                                   # mount propagation to pods, within this namespace only
hostname "n$n"
sysctl -qw net.ipv4.ip_forward=1 net.bridge.bridge-nf-call-iptables=1

start() { # NAME COMMAND...: keep it running
  local name=$1; shift
  (while :; do
    "$@" >>"$LOG/n$n-$name.log" 2>&1 || true
    echo "== $name ended, restarting" >>"$LOG/n$n-$name.log"; sleep 0.5
  done) &
}

# --- control plane, on node 1
if [ "$n" = 1 ]; then
  start etcd etcd --name node --data-dir /var/lib/etcd --unsafe-no-fsync --log-level warn \
    --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
    --listen-peer-urls http://127.0.0.1:2380 --initial-advertise-peer-urls http://127.0.0.1:2380 \
    --initial-cluster node=http://127.0.0.1:2380
  start apiserver kube-apiserver --etcd-servers http://127.0.0.1:2379 \
    --advertise-address "$IP" --secure-port 6443 --allow-privileged=true \
    --tls-cert-file $PKI/apiserver.crt --tls-private-key-file $PKI/apiserver.key --client-ca-file $PKI/ca.crt \
    --kubelet-client-certificate $PKI/kubelet-client.crt --kubelet-client-key $PKI/kubelet-client.key \
    --kubelet-preferred-address-types InternalIP \
    --service-account-issuer https://kubernetes.default.svc.cluster.local \
    --service-account-key-file $PKI/sa.pub --service-account-signing-key-file $PKI/sa.key \
    --service-cluster-ip-range "$SVC.0/16" \
    --authorization-mode Node,RBAC --enable-admission-plugins NodeRestriction --profiling=false
  # at the default 20 requests per second the controllers need 4 s longer to start
  start controllers kube-controller-manager --kubeconfig $PKI/controllers.kubeconfig --leader-elect=false \
    --use-service-account-credentials --service-account-private-key-file $PKI/sa.key --root-ca-file $PKI/ca.crt \
    --cluster-signing-cert-file $PKI/ca.crt --cluster-signing-key-file $PKI/ca.key \
    --flex-volume-plugin-dir /run/flexvolumes \
    --kube-api-qps 500 --kube-api-burst 1000 --bind-address 127.0.0.1 --profiling=false
  start scheduler kube-scheduler --kubeconfig $PKI/scheduler.kubeconfig --leader-elect=false --bind-address 127.0.0.1 \
    --kube-api-qps 500 --kube-api-burst 1000
fi
if [ "$NODES" = 0 ]; then wait; exit; fi

# --- containerd
cat > "$D/cni/10-pods.conflist" <<E_CNI
{"cniVersion": "1.0.0", "name": "pods", "plugins": [
  {"type": "bridge", "bridge": "cni0", "isGateway": true, "hairpinMode": true,
   "ipam": {"type": "host-local", "ranges": [[{"subnet": "$POD.$n.0/24"}]], "routes": [{"dst": "0.0.0.0/0"}]}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
E_CNI
cat > "$D/containerd.toml" <<E_CONTAINERD
version = 2
root = "/var/lib/containerd"
state = "/run/containerd"
[grpc]
  address = "/run/containerd/containerd.sock"
[plugins."io.containerd.internal.v1.opt"]
  path = "/var/lib/containerd/opt"   # by default it makes /opt/containerd, which is the machine's
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "$PAUSE_IMAGE"
  restrict_oom_score_adj = true      # where root lacks CAP_SYS_RESOURCE, runc may not lower oom_score_adj
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "/run/cluster/registries"   # filled by registry.sh, read at every pull
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "$BIN/cni"
    conf_dir = "$D/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = false
E_CONTAINERD
start containerd containerd --config "$D/containerd.toml" --log-level warn
until ctr -a /run/containerd/containerd.sock version >/dev/null 2>&1; do sleep 0.1; done
for image in pause coredns toolbox; do
  ctr -a /run/containerd/containerd.sock -n k8s.io images import "programs/images/$image.tar" >>"$LOG/n$n-images.log" 2>&1
done

# --- kubelet and kube-proxy
: > "$D/resolv.conf"                                     # there is no world outside to ask
cat > "$D/kubelet.yaml" <<E_KUBELET
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
cgroupDriver: cgroupfs
failCgroupV1: false
failSwapOn: false
protectKernelDefaults: true
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $PKI/ca.crt}}
authorization: {mode: Webhook}
clusterDNS: [$SVC.10]
clusterDomain: cluster.local
resolvConf: $D/resolv.conf
volumePluginDir: /var/lib/kubelet/volume-plugins
serializeImagePulls: false
kubeAPIQPS: 500
kubeAPIBurst: 1000
imageGCHighThresholdPercent: 100
evictionHard: {memory.available: 100Mi, nodefs.available: 1%, imagefs.available: 1%, nodefs.inodesFree: 1%}
E_KUBELET
cat > "$D/proxy.yaml" <<E_PROXY
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: $PROXY_MODE
hostnameOverride: n$n
clusterCIDR: $POD.0.0/16
clientConnection: {kubeconfig: $PKI/proxy.kubeconfig}
conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
metricsBindAddress: 127.0.0.1:10249
E_PROXY
start kubelet kubelet --config "$D/kubelet.yaml" --kubeconfig "$PKI/n$n.kubeconfig" --hostname-override "n$n" --node-ip "$IP"
start proxy kube-proxy --config "$D/proxy.yaml"
wait
