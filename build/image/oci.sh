# Writes and reads OCI images with tar, sha256sum and jq alone. Sourced.
OCI_EPOCH=946684800   # 2000-01-01: every file's time, so that the same input gives the same bytes

# tarball DIR OUT.tar NAME...: reproducible, and whole or not there at all.
tarball() {
  local dir=$1 out=$2
  shift 2
  tar --sort=name --mtime="@$OCI_EPOCH" --owner=0 --group=0 --numeric-owner --format=gnu -C "$dir" -cf "$out.part" "$@"
  mv "$out.part" "$out"
}

# oci_layer DIR OUT.tar: the directory's content as one uncompressed layer.
oci_layer() { tarball "$1" "$2" .; }

# oci_blob FILE BLOBS: links FILE into the blob directory, prints its digest.
oci_blob() {
  local digest
  digest=$(sha256sum "$1" | cut -d' ' -f1)
  ln -f "$1" "$2/$digest" 2>/dev/null || cp "$1" "$2/$digest"
  echo "$digest"
}

# oci_archive NAME:TAG OUT.tar CONFIG_JSON LAYER.tar...: an OCI image layout in a tar, under the name docker.io/NAME:TAG.
oci_archive() {
  local name=$1 out=$2 config=$3 dir blobs digest descriptors='[]' diffs='[]' layer
  shift 3
  dir=$(mktemp -d "$(dirname "$out")/.oci-XXXXXX")
  blobs=$dir/blobs/sha256
  mkdir -p "$blobs"
  for layer; do
    digest=$(oci_blob "$layer" "$blobs")
    diffs=$(jq -c --arg d "sha256:$digest" '. + [$d]' <<< "$diffs")
    descriptors=$(jq -c --arg d "sha256:$digest" --argjson s "$(stat -c %s "$layer")" \
      '. + [{mediaType: "application/vnd.oci.image.layer.v1.tar", digest: $d, size: $s}]' <<< "$descriptors")
  done
  jq -c --argjson diffs "$diffs" '. + {architecture: "amd64", os: "linux", created: "2000-01-01T00:00:00Z",
    rootfs: {type: "layers", diff_ids: $diffs}}' <<< "$config" > "$dir/config"
  digest=$(oci_blob "$dir/config" "$blobs")
  jq -nc --arg d "sha256:$digest" --argjson s "$(stat -c %s "$dir/config")" --argjson layers "$descriptors" \
    '{schemaVersion: 2, mediaType: "application/vnd.oci.image.manifest.v1+json",
      config: {mediaType: "application/vnd.oci.image.config.v1+json", digest: $d, size: $s}, layers: $layers}' > "$dir/manifest"
  digest=$(oci_blob "$dir/manifest" "$blobs")
  jq -nc --arg d "sha256:$digest" --argjson s "$(stat -c %s "$dir/manifest")" --arg name "docker.io/$name" --arg tag "${name##*:}" \
    '{schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json",
      manifests: [{mediaType: "application/vnd.oci.image.manifest.v1+json", digest: $d, size: $s,
        platform: {architecture: "amd64", os: "linux"},
        annotations: {"io.containerd.image.name": $name, "org.opencontainers.image.ref.name": $tag}}]}' > "$dir/index.json"
  printf '{"imageLayoutVersion":"1.0.0"}' > "$dir/oci-layout"
  tarball "$dir" "$out" oci-layout index.json blobs
  rm -rf "$dir"
}

# archive_name ARCHIVE.tar: NAME:TAG of the image in an OCI or docker archive, without docker.io.
archive_name() {
  local name
  if is_layout "$1"; then name=$(tar -xOf "$1" index.json | jq -r '.manifests[0].annotations["io.containerd.image.name"]')
  else name=$(tar -xOf "$1" manifest.json | jq -r '.[0].RepoTags[0]'); fi
  echo "${name#docker.io/}"
}

# archive_digest ARCHIVE.tar: another one for every other content of the image.
archive_digest() {
  if is_layout "$1"; then tar -xOf "$1" index.json | jq -r '.manifests[0].digest'
  else tar -xOf "$1" manifest.json | sha256sum | sed 's/^/sha256:/; s/ .*//'; fi
}

is_layout() { tar -tf "$1" oci-layout > /dev/null 2>&1; }
