package io.jaegerstack.storage.contract;

import io.jaegerstack.storage.Storage;
import java.util.Map;

/// What a backend hands over to be tried.
public interface StorageUnderTest {
  /// The storage, open; the same one for every call.
  Storage storage();

  /// One more storage with the same settings, which the caller closes.
  Storage openAnother();

  /// Returns when everything acknowledged so far can be found: where a storage shows writes late.
  default void showWrites() {}

  /// What the schema does not allow, each with the reason that a skipped test prints.
  default Map<Gap, String> gaps() {
    return Map.of();
  }
}
