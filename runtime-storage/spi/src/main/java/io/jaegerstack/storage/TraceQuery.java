package io.jaegerstack.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a span must match for its trace to be found: everything given must hold for one and the
/// same span.
///
/// @param service exact service name
/// @param operation exact operation name; null for any
/// @param tags each key must be a tag of the span, of its process or of one of its logs, with
///   exactly this value in text form ([io.jaegerstack.model.Tag.Value#asText()])
/// @param from earliest start of the span, inclusive
/// @param to latest start of the span, inclusive
/// @param atLeast shortest duration, inclusive; null for any
/// @param atMost longest duration, inclusive; null for any
/// @param limit most traces to return, at least 1
public record TraceQuery(
    String service,
    @Nullable String operation,
    Map<String, String> tags,
    Instant from,
    Instant to,
    @Nullable Duration atLeast,
    @Nullable Duration atMost,
    int limit) {
  public TraceQuery {
    tags = Map.copyOf(tags);
    if (service.isEmpty()) {
      throw new IllegalArgumentException("service is empty, expected a service name");
    }
    if (limit < 1) {
      throw new IllegalArgumentException("limit is %d, expected at least 1".formatted(limit));
    }
    if (from.isAfter(to)) {
      throw new IllegalArgumentException("start %s is after end %s".formatted(from, to));
    }
    if (atLeast != null && atMost != null && atLeast.compareTo(atMost) > 0) {
      throw new IllegalArgumentException(
          "minDuration %s is longer than maxDuration %s".formatted(atLeast, atMost));
    }
  }
}
