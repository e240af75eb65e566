/// Thin adapters between the planned objects and the operator framework: one per kind of object.
/// The reconciler puts the plan into the workflow's context; a dependent picks its kind out of it,
/// and removes what is no longer planned. Building objects is the business of `manifests`.
@NullMarked
package io.jaegerstack.operator.dependents;

import org.jspecify.annotations.NullMarked;
