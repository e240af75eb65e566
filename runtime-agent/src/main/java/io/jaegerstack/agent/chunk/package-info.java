/// Memory for packets on their way through the agent: recycled arrays, each filled as the body of a
/// relay's frame from the beginning, so that packets are copied once and never moved between
/// objects of their own.
///
/// Sockets fill chunks, processors look through them, the reporter lets go of them; none of that is
/// known here.
@NullMarked
package io.jaegerstack.agent.chunk;

import org.jspecify.annotations.NullMarked;
