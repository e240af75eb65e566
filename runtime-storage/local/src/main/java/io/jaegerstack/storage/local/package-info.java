/// Traces in a directory of the process: the storage of an all-in-one that keeps them over a
/// restart.
///
/// The engine of `storage.segments` on files; what is added here are settings, metrics and the
/// answers to writers. Reached through `ServiceLoader` only; collector and query must not name this
/// package.
@NullMarked
package io.jaegerstack.storage.local;

import org.jspecify.annotations.NullMarked;
