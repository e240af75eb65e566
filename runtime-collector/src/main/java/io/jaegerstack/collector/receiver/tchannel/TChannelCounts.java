package io.jaegerstack.collector.receiver.tchannel;

import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.RateLimitedLog;
import io.jaegerstack.wire.tchannel.ErrorCode;
import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.LoggerFactory;

/// Calls by how they ended, and connections that were refused or ended.
final class TChannelCounts {
  /// Why a connection was closed that its peer would have kept.
  enum Closed {
    /// There are as many as there may be.
    TOO_MANY_CONNECTIONS,
    /// Bytes that are not TChannel, or not in its order.
    PROTOCOL,
    /// No init message in time.
    SLOW_INIT,
    /// A frame that does not end.
    SLOW_FRAME,
    /// No room for the rest of its frame.
    NO_MEMORY,
    /// Its answers wait, and it does not read them.
    SLOW_READER,
    /// No answer to a ping.
    GONE
  }

  private final Map<Closed, Counter> closed = new EnumMap<>(Closed.class);
  private final Map<ErrorCode, Counter> errors = new EnumMap<>(ErrorCode.class);
  private final Counter ok;
  private final RateLimitedLog log =
      RateLimitedLog.of(LoggerFactory.getLogger(TChannelCounts.class));

  TChannelCounts(Metrics metrics) {
    for (Closed why : Closed.values()) {
      closed.put(
          why, metrics.counter("jaegerstack_collector_tchannel_closed", "reason", label(why)));
    }
    for (ErrorCode code : ErrorCode.values()) {
      errors.put(code, calls(metrics, label(code)));
    }
    ok = calls(metrics, "ok");
  }

  private static Counter calls(Metrics metrics, String result) {
    return metrics.counter("jaegerstack_collector_tchannel_calls", "result", result);
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  void answered() {
    ok.increment();
  }

  void failed(ErrorCode code) {
    increment(errors.get(code));
  }

  void closed(Closed why, Object remote, String detail) {
    increment(closed.get(why));
    log.warn("connection closed remote={} why={} detail=\"{}\"", remote, why, detail);
  }

  private static void increment(@org.jspecify.annotations.Nullable Counter counter) {
    if (counter != null) {
      counter.increment();
    }
  }
}
