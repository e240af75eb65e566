package io.jaegerstack.storage.segments.span;

import io.jaegerstack.model.Log;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.Tag;
import io.jaegerstack.storage.TraceQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One search: its bounds as numbers, its terms as hashes, and the exact question, asked of the
/// span itself. Hashes only say which spans to ask.
public final class SpanQuery {
  private final TraceQuery query;
  private final long fromNanos;
  private final long toNanos;
  private final long atLeastNanos;
  private final long atMostNanos;
  private final long serviceTerm;
  private final long[] tagTerms;

  public SpanQuery(TraceQuery query) {
    this.query = query;
    Duration atLeast = query.atLeast();
    Duration atMost = query.atMost();
    fromNanos = nanos(query.from());
    toNanos = nanos(query.to());
    atLeastNanos = atLeast == null ? Long.MIN_VALUE : nanos(atLeast);
    atMostNanos = atMost == null ? Long.MAX_VALUE : nanos(atMost);
    String operation = query.operation();
    serviceTerm =
        operation == null
            ? Terms.service(query.service())
            : Terms.operation(query.service(), operation);
    tagTerms =
        query.tags().entrySet().stream()
            .mapToLong(tag -> Terms.tag(tag.getKey(), tag.getValue()))
            .toArray();
  }

  /// Of the service where any of its operations will do, else of the operation.
  public long serviceTerm() {
    return serviceTerm;
  }

  public boolean wantsOperation() {
    return query.operation() != null;
  }

  public String service() {
    return query.service();
  }

  public long[] tagTerms() {
    return tagTerms;
  }

  public int limit() {
    return query.limit();
  }

  public long fromNanos() {
    return fromNanos;
  }

  public long toNanos() {
    return toNanos;
  }

  public long atLeastNanos() {
    return atLeastNanos;
  }

  public long atMostNanos() {
    return atMostNanos;
  }

  /// Whether times like these are wanted.
  public boolean wantsTimes(long startNanos, long durationNanos) {
    return startNanos >= fromNanos
        && startNanos <= toNanos
        && durationNanos >= atLeastNanos
        && durationNanos <= atMostNanos;
  }

  /// Whether `span` is what is looked for.
  public boolean matches(Span span) {
    return wantsTimes(span.startNanos(), span.durationNanos())
        && span.process().serviceName().equals(query.service())
        && (query.operation() == null || span.operationName().equals(query.operation()))
        && hasTags(span);
  }

  private boolean hasTags(Span span) {
    for (Map.Entry<String, String> tag : query.tags().entrySet()) {
      if (!has(span, tag.getKey(), tag.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static boolean has(Span span, String key, String value) {
    Process process = span.process();
    if (has(span.tags(), key, value) || has(process.tags(), key, value)) {
      return true;
    }
    for (Log log : span.logs()) {
      if (has(log.fields(), key, value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(List<Tag> tags, String key, String value) {
    for (Tag tag : tags) {
      if (tag.key().equals(key) && tag.value().asText().equals(value)) {
        return true;
      }
    }
    return false;
  }

  /// Nanoseconds since the epoch; times that a long cannot hold become its ends.
  public static long nanos(Instant time) {
    return saturatedSum(TimeUnit.SECONDS.toNanos(time.getEpochSecond()), time.getNano());
  }

  private static long nanos(Duration duration) {
    return saturatedSum(TimeUnit.SECONDS.toNanos(duration.getSeconds()), duration.getNano());
  }

  private static long saturatedSum(long large, int small) {
    long sum = large + small;
    return sum < large ? Long.MAX_VALUE : sum;
  }
}
