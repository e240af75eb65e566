/// Datagrams from clients into chunks, and those into a bounded queue. The socket's thread frames
/// and counts, and never waits; what the kernel drops before it is read is counted too. Knows
/// nothing of what is in a datagram; processors take from the queue.
@NullMarked
package io.jaegerstack.agent.udp;

import org.jspecify.annotations.NullMarked;
