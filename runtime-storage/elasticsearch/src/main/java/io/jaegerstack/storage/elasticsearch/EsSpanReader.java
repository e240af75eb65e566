package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.model.Span;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.Operation;
import io.jaegerstack.storage.SpanReader;
import io.jaegerstack.storage.TraceQuery;
import io.jaegerstack.storage.elasticsearch.IndexNames.Kind;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads Jaeger's indices. Searches name the daily indices of their time range, a trace by its id
/// those of the last `es.max-span-age`.
final class EsSpanReader implements SpanReader {
  /// How far a trace may reach beyond the range in which one of its spans was found, and clocks
  /// beyond ours: a neighbouring index costs little, a missing span much.
  private static final Duration MARGIN = Duration.ofDays(1);

  private static final String NAMES = "names";

  private final EsHttp http;
  private final IndexNames indices;
  private final EsSettings settings;
  private final SpanQueries queries;
  private final SpanSearch search;
  private final Clock clock;

  EsSpanReader(
      EsHttp http, IndexNames indices, TagFields fields, EsSettings settings, Clock clock) {
    this.http = http;
    this.indices = indices;
    this.settings = settings;
    this.clock = clock;
    this.queries = new SpanQueries(fields);
    this.search = new SpanSearch(http, new EsSpanDecoder(fields), settings.maxDocuments());
  }

  @Override
  public Optional<Trace> trace(TraceId id) {
    Instant now = clock.instant();
    return traces(List.of(id), now.minus(settings.maxSpanAge()), now).stream().findFirst();
  }

  @Override
  public List<Trace> findTraces(TraceQuery query) {
    return traces(findTraceIds(query), query.from(), query.to());
  }

  private List<Trace> traces(List<TraceId> ids, Instant from, Instant to) {
    if (ids.isEmpty()) {
      return List.of();
    }
    var spans = new LinkedHashMap<TraceId, List<Span>>();
    ids.forEach(id -> spans.put(id, new ArrayList<>()));
    search.each(
        indices.between(Kind.SPAN, from.minus(MARGIN), to.plus(MARGIN)),
        SpanQueries.spansOf(ids),
        span -> spans.computeIfAbsent(span.traceId(), other -> new ArrayList<>()).add(span));
    return spans.entrySet().stream()
        .filter(trace -> !trace.getValue().isEmpty())
        .map(trace -> new Trace(trace.getKey(), trace.getValue()))
        .toList();
  }

  @Override
  public List<TraceId> findTraceIds(TraceQuery query) {
    var ids = new LinkedHashSet<TraceId>();
    String where = indices.between(Kind.SPAN, query.from(), query.to());
    for (String key : keys(where, queries.traceIds(query), SpanQueries.TRACE_IDS)) {
      ids.add(TraceId.parse(key));
    }
    return List.copyOf(ids);
  }

  @Override
  public List<String> services() {
    return names(Map.of("match_all", Map.of()), "serviceName");
  }

  /// Kinds are not in Jaeger's documents.
  @Override
  public List<Operation> operations(String service) {
    var ofService = Map.<String, Object>of("term", Map.of("serviceName", Map.of("value", service)));
    return names(ofService, "operationName").stream().map(name -> new Operation(name, "")).toList();
  }

  private List<String> names(Map<String, Object> query, String field) {
    Instant now = clock.instant();
    String where =
        indices.between(Kind.SERVICE, now.minus(settings.maxSpanAge()), now.plus(MARGIN));
    var terms = Map.of("terms", Map.of("field", field, "size", settings.maxDocuments()));
    var body = Map.of("size", 0, "query", query, "aggs", Map.of(NAMES, terms));
    return keys(where, body, NAMES).stream().sorted().toList();
  }

  /// The keys of an aggregation's buckets, in their order.
  private Set<String> keys(String where, Map<String, Object> body, String aggregation) {
    String path = "%s/_search?%s".formatted(EsPaths.encoded(where), SpanSearch.STRICT);
    try {
      var answer = Json.readObject(http.call("POST", path, Json.write(body)));
      var keys = new LinkedHashSet<String>();
      for (Object each : Json.asList(Json.at(answer, "aggregations", aggregation).get("buckets"))) {
        keys.add(String.valueOf(Json.asObject(each).get("key")));
      }
      return keys;
    } catch (IOException unreadable) {
      throw SpanSearch.unreadable(path, unreadable);
    }
  }
}
