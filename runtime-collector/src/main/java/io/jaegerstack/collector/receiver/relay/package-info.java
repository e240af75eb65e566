/// The collector's relay port, on which our own agents send packets as they came, in frames that
/// get a receipt once the storage has answered for every span: `docs/adr/015-relay.md`.
///
/// [io.jaegerstack.collector.receiver.relay.RelayServer] is the entrance; the collector's wiring
/// makes it. Frames are read, unpacked and decoded on event loops and nothing waits there; receipts
/// are told by whichever thread settles the last span, and written by the event loop of the
/// connection. Messages themselves belong to [io.jaegerstack.wire.relay].
@NullMarked
package io.jaegerstack.collector.receiver.relay;

import org.jspecify.annotations.NullMarked;
