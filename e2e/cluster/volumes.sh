#!/bin/bash
# volumes.sh
# Provides volumes for claims of the cluster's default StorageClass, `directories`: each is a directory of the node that
# the scheduler has chosen for the first pod with the claim, and goes with the claim. Started by up.sh, ended by down.sh.
set -uo pipefail
. "$(dirname "$0")/env.sh"

CLASS=directories
OURS=jaegerstack.io/directories        # provisioner of the class
ROOT=/var/lib/volumes                  # on each node, whose /var/lib is $RUN/n<N>/varlib here
kubectl() { command "$BUILT/bin/kubectl" --kubeconfig "$RUN/kubeconfig" --request-timeout 5s "$@"; }

# Tabs, since a field may be empty: kind, name, namespace, phase, class, size, chosen node, uid
FIELDS='{range .items[*]}{.kind}{"\t"}{.metadata.name}{"\t"}{.metadata.namespace}{"\t"}{.status.phase}{"\t"}{.spec.storageClassName}{"\t"}{.spec.resources.requests.storage}{"\t"}{.metadata.annotations.volume\.kubernetes\.io/selected-node}{"\t"}{.metadata.uid}{"\n"}{end}'

provide() { # CLAIM NAMESPACE SIZE NODE UID
  local volume=volume-$5
  # any user may write, as pods of any user may have the claim; fsGroup narrows that
  mkdir -p "$RUN/$4/varlib/volumes/$volume" && chmod 0777 "$RUN/$4/varlib/volumes/$volume" || return
  kubectl create -f - <<END && say "volume $volume on $4 for claim $2/$1"
apiVersion: v1
kind: PersistentVolume
metadata: {name: "$volume", labels: {node: "$4"}}
spec:
  storageClassName: $CLASS
  persistentVolumeReclaimPolicy: Retain   # the directory is removed here, below
  accessModes: [ReadWriteOnce]
  capacity: {storage: "$3"}
  claimRef: {apiVersion: v1, kind: PersistentVolumeClaim, namespace: "$2", name: "$1", uid: "$5"}
  local: {path: "$ROOT/$volume"}
  nodeAffinity:
    required:
      nodeSelectorTerms:
        - matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: ["$4"]}]
END
}

take_back() { # VOLUME
  kubectl delete pv "$1" --wait=false && rm -rf "$RUN"/n[0-9]/varlib/volumes/"$1" && say "volume $1 taken back"
}

kubectl apply -f - <<END || die "the StorageClass could not be made"
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: $CLASS
  annotations: {storageclass.kubernetes.io/is-default-class: "true"}
provisioner: $OURS
volumeBindingMode: WaitForFirstConsumer
END
echo "$CLASS" > "$RUN/volumes.ready"

while alive "$RUN/n1.pid"; do
  kubectl get pvc,pv -A -o "jsonpath=$FIELDS" 2>/dev/null | tr '\t' '\001' |
    while IFS=$'\001' read -r kind name namespace phase class size node uid; do
      case $kind/$phase/$class in
        PersistentVolumeClaim/Pending/$CLASS) [ -z "$node" ] || provide "$name" "$namespace" "$size" "$node" "$uid" ;;
        PersistentVolume/Released/$CLASS) take_back "$name" ;;
      esac
    done
  sleep 1
done
