package io.jaegerstack.storage.cassandra;

import io.jaegerstack.model.Log;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.Tag;
import io.jaegerstack.storage.TraceQuery;
import java.util.List;
import java.util.Map;

/// Whether a span has everything that a search wants of one.
record SpanMatch(TraceQuery query) {
  private static final long NANOS_PER_MICRO = 1_000;

  boolean of(Span span) {
    long start = Math.floorDiv(span.startNanos(), NANOS_PER_MICRO);
    return span.process().serviceName().equals(query.service())
        && (query.operation() == null || query.operation().equals(span.operationName()))
        && start >= Times.micros(query.from())
        && start <= Times.micros(query.to())
        && lasts(Math.floorDiv(span.durationNanos(), NANOS_PER_MICRO))
        && query.tags().entrySet().stream().allMatch(tag -> has(span, tag));
  }

  private boolean lasts(long micros) {
    return (query.atLeast() == null || micros >= Times.micros(query.atLeast()))
        && (query.atMost() == null || micros <= Times.micros(query.atMost()));
  }

  private static boolean has(Span span, Map.Entry<String, String> wanted) {
    if (has(span.tags(), wanted) || has(span.process().tags(), wanted)) {
      return true;
    }
    for (Log log : span.logs()) {
      if (has(log.fields(), wanted)) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(List<Tag> tags, Map.Entry<String, String> wanted) {
    for (Tag tag : tags) {
      if (tag.key().equals(wanted.getKey()) && tag.value().asText().equals(wanted.getValue())) {
        return true;
      }
    }
    return false;
  }
}
