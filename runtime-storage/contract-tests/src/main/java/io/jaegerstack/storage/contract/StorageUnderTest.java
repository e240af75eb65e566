package io.jaegerstack.storage.contract;

import io.jaegerstack.storage.Storage;
import java.util.List;
import java.util.Map;

/// What a backend hands over to be tried.
public interface StorageUnderTest {
  /// The storage, open; the same one for every call.
  Storage storage();

  /// One more storage with the same settings, which the caller closes.
  Storage openAnother();

  /// The storage of several tenants, with the same settings but for these, which the caller closes.
  Storage openTenants(List<String> tenants);

  /// Returns when everything acknowledged so far can be found: where a storage shows writes late.
  default void showWrites() {}

  /// What the schema does not allow, each with the reason that a skipped test prints.
  default Map<Gap, String> gaps() {
    return Map.of();
  }
}
