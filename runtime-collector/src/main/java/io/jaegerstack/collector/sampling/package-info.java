/// Which share of traces clients are to sample: strategies from a file, and the two forms in which
/// they are answered.
///
/// Asked by the gRPC and HTTP receivers, on event loops. Knows neither; adaptive sampling will be
/// another [io.jaegerstack.collector.sampling.StrategyProvider].
@NullMarked
package io.jaegerstack.collector.sampling;

import org.jspecify.annotations.NullMarked;
