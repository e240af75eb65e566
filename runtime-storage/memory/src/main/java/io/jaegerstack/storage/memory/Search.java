package io.jaegerstack.storage.memory;

import io.jaegerstack.storage.TraceQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/// One search: tells whether a trace has a span that matches, cheapest question first. One thread.
final class Search {
  private final TraceQuery query;
  private final long fromNanos;
  private final long toNanos;
  private final long atLeastNanos;
  private final long atMostNanos;
  private final WantedTags tags;

  Search(TraceQuery query) {
    this.query = query;
    Duration atLeast = query.atLeast();
    Duration atMost = query.atMost();
    fromNanos = nanos(query.from());
    toNanos = nanos(query.to());
    atLeastNanos = atLeast == null ? Long.MIN_VALUE : nanos(atLeast);
    atMostNanos = atMost == null ? Long.MAX_VALUE : nanos(atMost);
    tags = new WantedTags(query.tags());
  }

  long fromNanos() {
    return fromNanos;
  }

  boolean matches(StoredTrace trace) {
    for (StoredSpan span : trace.spans()) {
      if (matches(span)) {
        return true;
      }
    }
    return false;
  }

  private boolean matches(StoredSpan span) {
    return span.startNanos() >= fromNanos
        && span.startNanos() <= toNanos
        && span.durationNanos() >= atLeastNanos
        && span.durationNanos() <= atMostNanos
        && span.process().serviceName().equals(query.service())
        && (query.operation() == null || span.operation().name().equals(query.operation()))
        && tags.allOn(span);
  }

  /// Nanoseconds since the epoch; times that a long cannot hold become its ends.
  static long nanos(Instant time) {
    long seconds = TimeUnit.SECONDS.toNanos(time.getEpochSecond());
    return saturatedSum(seconds, time.getNano());
  }

  private static long nanos(Duration duration) {
    return saturatedSum(TimeUnit.SECONDS.toNanos(duration.getSeconds()), duration.getNano());
  }

  private static long saturatedSum(long large, int small) {
    long sum = large + small;
    return sum < large ? Long.MAX_VALUE : sum;
  }
}
