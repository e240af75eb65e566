/// Traces in the memory of one process, bounded in bytes: the storage of an all-in-one, and of
/// tests.
///
/// A span is encoded once into a byte array without names that others share ([SpanEncoder]) and is
/// searched in that form. One lock guards the tables; matching and decoding happen outside of it.
/// Reached through `ServiceLoader` only; collector and query must not name this package.
@NullMarked
package io.jaegerstack.storage.memory;

import org.jspecify.annotations.NullMarked;
