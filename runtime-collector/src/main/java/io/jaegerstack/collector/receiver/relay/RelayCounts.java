package io.jaegerstack.collector.receiver.relay;

import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.RateLimitedLog;
import io.jaegerstack.wire.relay.FrameHeader;
import io.jaegerstack.wire.relay.Outcome;
import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// Frames by what became of them, and connections that were refused or ended.
final class RelayCounts {
  /// Why a connection was closed that its agent would have kept.
  enum Closed {
    /// There are as many as there may be.
    TOO_MANY_CONNECTIONS,
    /// None of the agent's versions is spoken here.
    VERSION,
    /// The tenant is missing or unknown.
    TENANT,
    SHUTTING_DOWN,
    /// Bytes that are not the relay's.
    PROTOCOL,
    /// No hello in time.
    SLOW_HELLO,
    /// A message that does not end.
    SLOW_FRAME,
    /// No room for the rest of its message.
    NO_MEMORY,
    /// Its receipts wait, and it does not read them.
    SLOW_READER,
    /// It was asked to connect anew, and did not.
    STAYED
  }

  private final Map<Closed, Counter> closed = new EnumMap<>(Closed.class);
  private final Map<Outcome, Counter> frames = new EnumMap<>(Outcome.class);
  private final Counter duplicates;
  private final RateLimitedLog log = RateLimitedLog.of(LoggerFactory.getLogger(RelayCounts.class));

  RelayCounts(Metrics metrics) {
    for (Closed why : Closed.values()) {
      closed.put(why, metrics.counter("jaegerstack_collector_relay_closed", "reason", label(why)));
    }
    for (Outcome outcome : Outcome.values()) {
      frames.put(
          outcome,
          metrics.counter("jaegerstack_collector_relay_frames", "outcome", label(outcome)));
    }
    duplicates = metrics.counter("jaegerstack_collector_relay_duplicate_spans");
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  void ended(Outcome outcome) {
    increment(frames.get(outcome));
  }

  /// @param spans as the agent counted them
  void duplicate(int spans) {
    increment(frames.get(Outcome.SETTLED_BEFORE));
    duplicates.increment(spans);
  }

  void rejected(Object agent, String why) {
    increment(frames.get(Outcome.REJECTED));
    log.warn("frame rejected agent={} why=\"{}\"", agent, why);
  }

  void failed(FrameHeader frame, Throwable ours) {
    log.warn(
        "frame given back, the collector failed generation={} sequence={}",
        frame.generation(),
        frame.sequence(),
        ours);
  }

  void closed(Closed why, Object remote, String detail) {
    increment(closed.get(why));
    log.warn("connection closed remote={} why={} detail=\"{}\"", remote, why, detail);
  }

  private static void increment(@Nullable Counter counter) {
    if (counter != null) {
      counter.increment();
    }
  }
}
