/// The storage port: what collectors write to and queries read from.
///
/// Collector and query compile against this package only; a backend is a module of its own that
/// brings a [StorageFactory] through `ServiceLoader`. Backends never see each other.
@NullMarked
package io.jaegerstack.storage;

import org.jspecify.annotations.NullMarked;
