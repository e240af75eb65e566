package io.jaegerstack.storage.elasticsearch;

import java.util.LinkedHashMap;
import java.util.Map;

/// Documents of services and operations that are known to be stored, so that they are not written
/// with every span. The index is part of the key: a new day's index gets its own. The least used
/// leave first.
final class ServiceCache {
  /// As many as Jaeger keeps; some 20 MB when full of names of usual length.
  static final int MOST = 100_000;

  private final Map<String, Boolean> stored =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MOST;
        }
      };

  private String identity = "";

  /// Forgets everything where `identity` is not what it was: another index stands behind a name
  /// now, and has none of these.
  synchronized void forgetUnless(String same) {
    if (!identity.equals(same)) {
      stored.clear();
      identity = same;
    }
  }

  synchronized boolean has(String key) {
    return stored.get(key) != null;
  }

  synchronized void add(String key) {
    stored.put(key, true);
  }
}
