/// What clients ask on port 5778: sampling strategies and baggage restrictions, from the collector,
/// and answered without one, so that no client starts up sampling nothing or everything because a
/// collector is away.
@NullMarked
package io.jaegerstack.agent.sampling;

import org.jspecify.annotations.NullMarked;
