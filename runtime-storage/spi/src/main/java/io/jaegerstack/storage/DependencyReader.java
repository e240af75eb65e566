package io.jaegerstack.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Who calls whom.
public interface DependencyReader {
  /// Links seen in the window that ends at `end`; throws [StorageException].
  List<DependencyLink> dependencies(Instant end, Duration lookback);
}
