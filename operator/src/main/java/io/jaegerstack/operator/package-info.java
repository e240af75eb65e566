/// The operator's process: `OperatorMain` wires it, `JaegerStackReconciler` is the table of
/// contents of a reconciliation. Everything that needs the cluster, the clock or the operator
/// framework is here or in `dependents`; what can be decided without them is in `resolve`,
/// `manifests` and `status`.
@NullMarked
package io.jaegerstack.operator;

import org.jspecify.annotations.NullMarked;
