/// Accepted batches on their way to the storage: a queue bounded in spans and bytes, stages that
/// repair and tag, writers that store, and a count for every span.
///
/// Receivers call [io.jaegerstack.collector.pipeline.Pipeline], from event loops. Nothing in here
/// knows a wire format or a storage backend, and nothing in here imports a receiver.
@NullMarked
package io.jaegerstack.collector.pipeline;

import org.jspecify.annotations.NullMarked;
