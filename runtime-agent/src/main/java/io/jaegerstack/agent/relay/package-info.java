/// The relay to our own collectors: frames as they are, over connections of the agent's own
/// protocol (ADR 015), each held until its receipt; and as spans over api_v2 where nobody speaks
/// it. Takes from the reporter's queue; knows nothing of packets.
///
/// All of a delivery's state belongs to one event loop, on which everything here runs but looking
/// up names.
@NullMarked
package io.jaegerstack.agent.relay;

import org.jspecify.annotations.NullMarked;
