/// From a custom resource to a complete plan: every default applied, every contradiction named.
/// Pure: no cluster, no clock, no environment. Called by the reconciler once per reconciliation;
/// nothing else applies defaults, and nothing in here writes to the custom resource.
@NullMarked
package io.jaegerstack.operator.resolve;

import org.jspecify.annotations.NullMarked;
