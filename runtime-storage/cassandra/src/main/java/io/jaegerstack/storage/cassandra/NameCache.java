package io.jaegerstack.storage.cassandra;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// Names of services and operations that were stored lately, so that they are not written with
/// every span. The least used leave first.
final class NameCache {
  /// A name: of a service, or of one of its operations with its kind.
  record Name(Table table, String service, String kind, String operation) {}

  /// As many as Jaeger keeps; some 20 MB when full of names of usual length.
  static final int MOST = 100_000;

  private final long ttlNanos;
  private final LongSupplier nanoTime;
  private final Map<Name, Long> stored =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Name, Long> eldest) {
          return size() > MOST;
        }
      };

  NameCache(Duration ttl, LongSupplier nanoTime) {
    this.ttlNanos = ttl.toNanos();
    this.nanoTime = nanoTime;
  }

  synchronized boolean has(Name name) {
    Long since = stored.get(name);
    return since != null && nanoTime.getAsLong() - since < ttlNanos;
  }

  synchronized void add(Name name) {
    stored.put(name, nanoTime.getAsLong());
  }
}
