/// Packets to batches: decoding, agent tags, what clients say of their own losses. Takes from a
/// packet queue, hands to a reporter; knows neither sockets nor collectors.
@NullMarked
package io.jaegerstack.agent.processor;

import org.jspecify.annotations.NullMarked;
