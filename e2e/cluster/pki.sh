# shellcheck shell=bash
# Keys, certificates and kubeconfigs of one cluster, all in one directory. Sourced by up.sh and api-up.sh.

# pki_init DIRECTORY SUBJECT-ALTERNATIVE-NAMES: the authority, the API server's and every component's identity.
pki_init() {
  PKI=$1; mkdir -p "$PKI"; chmod 700 "$PKI"
  pki_key ca; openssl req -x509 -new -key "$PKI/ca.key" -subj "/CN=$NAME-ca" -days 3650 -out "$PKI/ca.crt"
  pki_key sa; openssl ec -in "$PKI/sa.key" -pubout -out "$PKI/sa.pub" 2>/dev/null
  pki_cert apiserver kube-apiserver k8s "subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local$2"
  pki_cert admin admin system:masters
  pki_cert controllers system:kube-controller-manager system:kube-controller-manager
}

pki_key() { openssl ecparam -name prime256v1 -genkey -noout -out "$PKI/$1.key"; }

pki_cert() { # FILE COMMON-NAME ORGANISATION [EXTENSION]
  pki_key "$1"
  openssl req -new -key "$PKI/$1.key" -subj "/O=$3/CN=$2" -out "$PKI/$1.csr"
  openssl x509 -req -in "$PKI/$1.csr" -CA "$PKI/ca.crt" -CAkey "$PKI/ca.key" -CAcreateserial -days 3650 -out "$PKI/$1.crt" \
    -extfile <(printf 'keyUsage=digitalSignature\nextendedKeyUsage=serverAuth,clientAuth\n%s\n' "${4:-}") 2>/dev/null
  rm "$PKI/$1.csr"
}

kubeconfig() { # IDENTITY SERVER FILE: written whole or not at all, since others wait for it
  cat > "$3.new" <<EOK
apiVersion: v1
kind: Config
current-context: $NAME
contexts: [{name: $NAME, context: {cluster: $NAME, user: $NAME}}]
clusters: [{name: $NAME, cluster: {server: "$2", certificate-authority-data: $(base64 -w0 "$PKI/ca.crt")}}]
users: [{name: $NAME, user: {client-certificate-data: $(base64 -w0 "$PKI/$1.crt"), client-key-data: $(base64 -w0 "$PKI/$1.key")}}]
EOK
  mv "$3.new" "$3"
}
