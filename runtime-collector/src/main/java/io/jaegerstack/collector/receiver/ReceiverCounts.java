package io.jaegerstack.collector.receiver;

import io.jaegerstack.collector.pipeline.Origin;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.RateLimitedLog;
import io.jaegerstack.wire.WireFormatException;
import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.LoggerFactory;

/// Requests that never became a batch. Their spans cannot be counted, because nobody knows how many
/// there were, so the requests are.
public final class ReceiverCounts {
  private final Map<Origin, Counter> malformed = new EnumMap<>(Origin.class);
  private final RateLimitedLog log =
      RateLimitedLog.of(LoggerFactory.getLogger(ReceiverCounts.class));

  public ReceiverCounts(Metrics metrics) {
    for (Origin origin : Origin.values()) {
      malformed.put(
          origin,
          metrics.counter(
              "jaegerstack_collector_requests_malformed",
              "format",
              origin.format().label(),
              "transport",
              origin.transport().label()));
    }
  }

  /// Counts a request that is not what its receiver reads; the log says where it went wrong, and
  /// nothing of what is in it.
  public void malformed(Origin origin, WireFormatException why) {
    malformed(origin, String.valueOf(why.getMessage()));
  }

  /// Counts a request of which no span has a trace id and a span id, and says so to its sender.
  ///
  /// @return the sentence for the sender
  public String withoutIds(Origin origin, int spans) {
    String why =
        "none of %d spans has a trace id and a span id, expected both to be other than zero"
            .formatted(spans);
    malformed(origin, why);
    return why;
  }

  private void malformed(Origin origin, String why) {
    Counter counter = malformed.get(origin);
    if (counter != null) {
      counter.increment();
    }
    log.warn("malformed request origin={} reason=\"{}\"", origin, why);
  }
}
