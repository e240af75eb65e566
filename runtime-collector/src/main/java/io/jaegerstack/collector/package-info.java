/// The collector: batches in, spans stored.
///
/// [io.jaegerstack.collector.CollectorMain] is its process; [io.jaegerstack.collector.Collector] is
/// what the all-in-one starts inside its own. Wiring only: what happens to a span is in the
/// packages below.
@NullMarked
package io.jaegerstack.collector;

import org.jspecify.annotations.NullMarked;
