/// What all pods of a stack have in common: labels, security, probes, mounts. Called by the
/// components' packages.
@NullMarked
package io.jaegerstack.operator.manifests.pod;

import org.jspecify.annotations.NullMarked;
