package io.jaegerstack.server.grpc;

import io.jaegerstack.server.RateLimitedLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/// The refusals of one port, counted by reason and logged at a limited rate.
final class RefusalCounts {
  private final String server;
  private final RateLimitedLog warnings;
  private final Map<Refusal, Counter> counters = new EnumMap<>(Refusal.class);

  RefusalCounts(String server, MeterRegistry registry, RateLimitedLog warnings) {
    this.server = server;
    this.warnings = warnings;
    for (Refusal why : Refusal.values()) {
      counters.put(
          why,
          Counter.builder("jaegerstack_grpc_refused")
              .tags("server", server, "reason", why.label())
              .register(registry));
    }
  }

  /// @param limit that was met, for the log
  void add(Refusal why, Object limit) {
    Counter counter = counters.get(why);
    if (counter != null) {
      counter.increment();
    }
    warnings.warn("refused server=\"{}\" reason={} limit={}", server, why.label(), limit);
  }
}
