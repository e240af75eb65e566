package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.TraceQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Bodies of searches for spans.
final class SpanQueries {
  /// The aggregation whose buckets are trace ids.
  static final String TRACE_IDS = "traceIDs";

  private static final String NEWEST = "startTime";
  private static final List<String> NESTED_TAGS = List.of("tags", "process.tags", "logs.fields");
  private static final List<String> TAG_FIELDS = List.of("tag.", "process.tag.");
  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d+");
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;

  /// See [#texts].
  private static final int MOST_TEXTS = 3;

  private final TagFields fields;

  SpanQueries(TagFields fields) {
    this.fields = fields;
  }

  /// Ids of the traces that match, those with the newest matching span first.
  Map<String, Object> traceIds(TraceQuery query) {
    var newestFirst =
        Map.of("field", "traceID", "size", query.limit(), "order", List.of(Map.of(NEWEST, "desc")));
    var newest = Map.of(NEWEST, Map.of("max", Map.of("field", "startTime")));
    return Map.of(
        "size",
        0,
        "query",
        Map.of("bool", Map.of("filter", filters(query))),
        "aggs",
        Map.of(TRACE_IDS, Map.of("terms", newestFirst, "aggs", newest)));
  }

  private List<Object> filters(TraceQuery query) {
    var filters = new ArrayList<Object>();
    filters.add(range("startTime", Map.of("gte", micros(query.from()), "lte", micros(query.to()))));
    filters.add(term("process.serviceName", query.service()));
    String operation = query.operation();
    if (operation != null) {
      filters.add(term("operationName", operation));
    }
    Duration atLeast = query.atLeast();
    if (atLeast != null) {
      filters.add(range("duration", Map.of("gte", micros(atLeast))));
    }
    Duration atMost = query.atMost();
    if (atMost != null) {
      filters.add(range("duration", Map.of("lte", micros(atMost))));
    }
    query.tags().forEach((key, value) -> filters.add(tag(key, value)));
    return filters;
  }

  /// A tag of the span, of its process or of one of its logs, nested or as a field.
  private Map<String, Object> tag(String key, String value) {
    var places = new ArrayList<Object>();
    for (String path : NESTED_TAGS) {
      var both = List.of(term(path + ".key", key), term(path + ".value", value));
      places.add(
          Map.of("nested", Map.of("path", path, "query", Map.of("bool", Map.of("filter", both)))));
    }
    if (!key.isBlank()) {
      for (String object : TAG_FIELDS) {
        places.add(Map.of("terms", Map.of(object + fields.name(key), fieldTexts(value))));
      }
    }
    return Map.of("bool", Map.of("should", places, "minimum_should_match", 1));
  }

  /// What a field's keyword may be for a tag that reads `value`: a whole float64 has a fraction
  /// there.
  private static List<String> fieldTexts(String value) {
    return WHOLE_NUMBER.matcher(value).matches() ? List.of(value, value + ".0") : List.of(value);
  }

  /// How many spans each of `ids` has, in buckets of [#TRACE_IDS].
  static Map<String, Object> spanCounts(Collection<TraceId> ids) {
    int most = MOST_TEXTS * ids.size();
    return Map.of(
        "size",
        0,
        "query",
        spansOf(ids),
        "aggs",
        Map.of(TRACE_IDS, Map.of("terms", Map.of("field", "traceID", "size", most))));
  }

  /// All spans of `ids`.
  static Map<String, Object> spansOf(Collection<TraceId> ids) {
    var texts = new LinkedHashSet<String>();
    ids.forEach(id -> texts.addAll(texts(id)));
    return Map.of("terms", Map.of("traceID", List.copyOf(texts)));
  }

  /// Every way in which writers have written `id`: with leading zeroes, without, and 64-bit ids
  /// with those of 128 bits.
  private static Set<String> texts(TraceId id) {
    String text = id.toString();
    String full = HexFormat.of().toHexDigits(id.high()) + HexFormat.of().toHexDigits(id.low());
    String bare = full.replaceFirst("^0+(?=.)", "");
    var texts = new LinkedHashSet<>(List.of(text));
    texts.add(full);
    texts.add(bare);
    return texts;
  }

  private static Map<String, Object> term(String field, String value) {
    return Map.of("term", Map.of(field, Map.of("value", value)));
  }

  private static Map<String, Object> range(String field, Map<String, Object> bounds) {
    return Map.of("range", Map.of(field, bounds));
  }

  private static long micros(Instant time) {
    return time.getEpochSecond() * MICROS_PER_SECOND + time.getNano() / NANOS_PER_MICRO;
  }

  private static long micros(Duration duration) {
    return duration.getSeconds() * MICROS_PER_SECOND + duration.getNano() / NANOS_PER_MICRO;
  }
}
