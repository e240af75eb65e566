/// From a plan to Kubernetes objects: one pure function per object, each object built once and
/// complete. Called by the reconciler through [StackManifests]; must know neither the cluster nor
/// the operator framework.
@NullMarked
package io.jaegerstack.operator.manifests;

import org.jspecify.annotations.NullMarked;
