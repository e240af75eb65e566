package io.jaegerstack.storage;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What adaptive sampling knows: how much traffic collectors saw, and which probabilities follow
/// from it, as Jaeger keeps them. All methods throw [StorageException].
public interface SamplingStore {
  /// How a service's operation is sampled.
  ///
  /// @param probability from 0 to 1
  /// @param qps traces of it per second that were seen
  record Rate(double probability, double qps) {}

  /// Adds what one collector saw of each operation since it wrote last.
  void writeThroughput(Instant at, List<Throughput> seen);

  /// What all collectors wrote after `start` and up to `end`, unsummed.
  List<Throughput> throughput(Instant start, Instant end);

  /// Adds what one collector computed, by service and operation.
  void writeRates(Instant at, String host, Map<String, Map<String, Rate>> rates);

  /// The rates that were written last, by whichever collector; none where there were none for long.
  Map<String, Map<String, Rate>> latestRates();
}
