/// Traces in the memory of one process, bounded in bytes: the storage of an all-in-one, and of
/// tests.
///
/// The engine of `storage.segments` with its blocks outside of the heap and without a journal; what
/// is added here are the bounds ([MemoryStore]) and their metrics. Reached through `ServiceLoader`
/// only; collector and query must not name this package.
@NullMarked
package io.jaegerstack.storage.memory;

import org.jspecify.annotations.NullMarked;
