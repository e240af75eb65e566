/// Service dependencies: computed from stored spans by one of the collectors, window by window, in
/// the form that Jaeger's Spark job writes.
///
/// Made and started by whoever wires a process. Knows the storage by its port alone, and nothing of
/// receivers and pipelines: it must not slow them.
@NullMarked
package io.jaegerstack.collector.dependencies;

import org.jspecify.annotations.NullMarked;
