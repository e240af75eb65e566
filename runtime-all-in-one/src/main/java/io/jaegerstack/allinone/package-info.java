/// Agent, collector and query in one process, over one storage.
///
/// Wiring only: each of the three is what it is in a process of its own. The agent sends to the
/// collector over loopback gRPC, so the ledger has the same hops as a stack of three processes.
@NullMarked
package io.jaegerstack.allinone;

import org.jspecify.annotations.NullMarked;
