/// Chunks of packets to frames: which packets are in order, how many spans they have, what clients
/// say of their own losses. Takes from a chunk queue, hands to a reporter; knows neither sockets
/// nor collectors.
@NullMarked
package io.jaegerstack.agent.processor;

import org.jspecify.annotations.NullMarked;
