/// A storage that takes every span and keeps none, as Jaeger's `blackhole`: for measuring what a
/// collector costs without its storage.
///
/// Reached through `ServiceLoader` only; the collector must not name this package, and the operator
/// does not offer it.
@NullMarked
package io.jaegerstack.storage.blackhole;

import org.jspecify.annotations.NullMarked;
