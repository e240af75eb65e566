/// From observed objects to conditions. Pure: a status is a function of the plan, what was seen,
/// the status before and the time. Called by the reconciler; must know neither the cluster nor the
/// operator framework.
@NullMarked
package io.jaegerstack.operator.status;

import org.jspecify.annotations.NullMarked;
