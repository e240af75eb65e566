/// The relay between our own agents and our own collectors: packets as they came, in numbered
/// frames with receipts. ADR 015 (`docs/adr/015-relay.md`) has the bytes and the reasons.
///
/// The collector's receiver, the agent's reporter and its spill call it; bytes come and go as
/// arrays, sockets and compression are theirs. What is inside of a packet belongs to
/// [io.jaegerstack.wire.thrift] and [io.jaegerstack.wire.proto].
@NullMarked
package io.jaegerstack.wire.relay;

import org.jspecify.annotations.NullMarked;
