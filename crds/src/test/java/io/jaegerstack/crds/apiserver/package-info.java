/// A real API server for tests: etcd, kube-apiserver and kube-controller-manager as plain processes
/// on 127.0.0.1, without nodes. Used by the tests of `crds` and `operator`.
@NullMarked
package io.jaegerstack.crds.apiserver;

import org.jspecify.annotations.NullMarked;
