/// The JaegerStack custom resource, version `v1`, and nothing else: what a user may write (`*Spec`)
/// and what the operator answers (`JaegerStackStatus`). The committed CRD is generated from these
/// classes. Read by the operator's `resolve` and by end-to-end tests; the runtimes must not depend
/// on it. Defaults are named in the descriptions and applied in `operator.resolve`, never here and
/// never in the CRD, so that a default can improve without an edit of stored objects.
///
/// Records, with two rules that the generator asks for (ADR 005): a CEL rule stands on the type,
/// never on a component, where it would be emitted twice; and no component name starts with `get`,
/// `set` or `is`.
@NullMarked
package io.jaegerstack.crds.v1;

import org.jspecify.annotations.NullMarked;
