package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.storage.CallSpan.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Bodies of searches for spans as far as calls need them.
///
/// What a span is sorted by is all that must be known of it, but for its parent: the servers answer
/// it from columns, without looking at documents. Whether it is the client's or the server's half
/// is told by the names of the conditions that it fulfils.
final class CallQueries {
  /// A span by its trace and its own id, as documents write them.
  record Key(String trace, String span) {}

  private static final List<Object> SORT =
      List.of(
          sort("startTime", "long"),
          sort("traceID", "keyword"),
          sort("spanID", "keyword"),
          sort("process.serviceName", "keyword"));

  /// A span without one of these calls nobody, and could not be sorted.
  private static final List<Object> COMPLETE =
      List.of(exists("traceID"), exists("spanID"), exists("process.serviceName"));

  private static final String KIND = "span.kind";
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;

  private final List<Object> sides;

  CallQueries(TagFields fields) {
    var named = new ArrayList<Object>();
    for (String kind : List.of("client", "server")) {
      named.add(nested(kind));
      named.add(
          Map.of(
              "term",
              Map.of("tag." + fields.name(KIND), Map.of("value", kind, "_name", kind + "-field"))));
    }
    sides = List.copyOf(named);
  }

  private static Map<String, Object> sort(String field, String type) {
    return Map.of(field, Map.of("order", "asc", "unmapped_type", type));
  }

  private static Object exists(String field) {
    return Map.of("exists", Map.of("field", field));
  }

  private static Map<String, Object> nested(String kind) {
    List<Object> both = List.of(term("tags.key", KIND), term("tags.value", kind));
    return Map.of(
        "nested",
        Map.of("path", "tags", "query", Map.of("bool", Map.of("filter", both)), "_name", kind));
  }

  private static Map<String, Object> term(String field, String value) {
    return Map.of("term", Map.of(field, Map.of("value", value)));
  }

  /// What the name of a fulfilled condition tells.
  static Side side(String name) {
    return Side.of(name.endsWith("-field") ? name.substring(0, name.length() - 6) : name);
  }

  /// Spans that started from `from` on and before `to`.
  static Map<String, Object> startedIn(Instant from, Instant to) {
    return Map.of("range", Map.of("startTime", Map.of("gte", micros(from), "lt", micros(to))));
  }

  /// Spans with any of these ids; ids are not repeated in other traces, or hardly ever.
  static Map<String, Object> withIds(Collection<Key> keys) {
    List<String> traces = keys.stream().map(Key::trace).distinct().toList();
    List<String> spans = keys.stream().map(Key::span).distinct().toList();
    return Map.of(
        "bool",
        Map.of(
            "filter",
            List.of(
                Map.of("terms", Map.of("traceID", traces)),
                Map.of("terms", Map.of("spanID", spans)))));
  }

  /// One page of `query`, behind the span that was sorted as `after` says.
  Map<String, Object> page(
      Map<String, Object> query, int size, List<Object> after, boolean withParents) {
    var body = new HashMap<String, Object>();
    body.put("size", size);
    body.put("sort", SORT);
    body.put("track_total_hits", false);
    body.put("_source", withParents ? List.of("parentSpanID", "references") : false);
    var filters = new ArrayList<Object>(COMPLETE);
    filters.add(query);
    body.put("query", Map.of("bool", Map.of("filter", filters, "should", sides)));
    if (!after.isEmpty()) {
      body.put("search_after", after);
    }
    return body;
  }

  private static long micros(Instant time) {
    return time.getEpochSecond() * MICROS_PER_SECOND + time.getNano() / NANOS_PER_MICRO;
  }
}
