/// The agent: UDP from clients in, batches to collectors out, sampling strategies back. This
/// package wires the parts in the order of the flow; the work is in `udp`, `processor`, `reporter`
/// and `sampling`. Used by its own main and by the all-in-one.
@NullMarked
package io.jaegerstack.agent;

import org.jspecify.annotations.NullMarked;
