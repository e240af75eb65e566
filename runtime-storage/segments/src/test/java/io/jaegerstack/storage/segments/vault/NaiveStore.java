package io.jaegerstack.storage.segments.vault;

import io.jaegerstack.model.Span;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.Operation;
import io.jaegerstack.storage.TraceQuery;
import io.jaegerstack.storage.contract.TestSpan;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A storage as it is meant, without any thought of speed: every question looks at every span.
final class NaiveStore {
  private final Set<Span> spans = new LinkedHashSet<>();

  void add(List<Span> more) {
    spans.addAll(more);
  }

  Set<Span> trace(TraceId id) {
    return spans.stream().filter(span -> span.traceId().equals(id)).collect(Collectors.toSet());
  }

  Set<TraceId> traces() {
    return spans.stream().map(Span::traceId).collect(Collectors.toSet());
  }

  /// A trace is as new as the newest of its spans that match; of equally new ones the lower id
  /// comes first.
  List<TraceId> find(TraceQuery query) {
    var newest = new HashMap<TraceId, Long>();
    spans.stream()
        .filter(span -> matches(span, query))
        .forEach(span -> newest.merge(span.traceId(), span.startNanos(), Math::max));
    return newest.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<TraceId, Long> each) -> -each.getValue())
                .thenComparing(Map.Entry::getKey))
        .limit(query.limit())
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean matches(Span span, TraceQuery query) {
    return span.process().serviceName().equals(query.service())
        && (query.operation() == null || span.operationName().equals(query.operation()))
        && span.startNanos() >= TestSpan.nanos(query.from())
        && span.startNanos() <= TestSpan.nanos(query.to())
        && (query.atLeast() == null || span.durationNanos() >= query.atLeast().toNanos())
        && (query.atMost() == null || span.durationNanos() <= query.atMost().toNanos())
        && query.tags().entrySet().stream().allMatch(tag -> has(span, tag));
  }

  private static boolean has(Span span, Map.Entry<String, String> wanted) {
    Stream<Tag> all =
        Stream.concat(
            Stream.concat(span.tags().stream(), span.process().tags().stream()),
            span.logs().stream().flatMap(log -> log.fields().stream()));
    return all.anyMatch(
        tag -> tag.key().equals(wanted.getKey()) && tag.value().asText().equals(wanted.getValue()));
  }

  List<String> services() {
    return spans.stream().map(span -> span.process().serviceName()).distinct().sorted().toList();
  }

  List<Operation> operations(String service) {
    var operations = new TreeSet<Operation>();
    for (Span span : spans) {
      if (span.process().serviceName().equals(service)) {
        String kind = span.tag("span.kind").map(tag -> tag.value().asText()).orElse("");
        operations.add(new Operation(span.operationName(), kind));
      }
    }
    return List.copyOf(operations);
  }
}
