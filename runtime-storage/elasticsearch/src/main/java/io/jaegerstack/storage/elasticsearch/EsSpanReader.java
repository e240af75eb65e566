package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.FoundTraces;
import io.jaegerstack.storage.Operation;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.SpanReader;
import io.jaegerstack.storage.TraceQuery;
import io.jaegerstack.storage.elasticsearch.IndexNames.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads Jaeger's indices. Searches name the indices of their time range, a trace by its id those
/// of the last `es.max-span-age` and then all the others.
final class EsSpanReader implements SpanReader {
  /// How far a trace may reach beyond the range in which one of its spans was found, and clocks
  /// beyond ours: a neighbouring index costs little, a missing span much.
  private static final Duration MARGIN = Duration.ofDays(1);

  private static final Logger LOG = LoggerFactory.getLogger(EsSpanReader.class);

  private static final String NAMES = "names";

  private final IndexNames indices;
  private final EsSettings settings;
  private final SpanQueries queries;
  private final SpanSearch search;
  private final Clock clock;

  EsSpanReader(
      EsHttp http,
      ServerCheck server,
      IndexNames indices,
      TagFields fields,
      EsSettings settings,
      Clock clock) {
    this.indices = indices;
    this.settings = settings;
    this.clock = clock;
    this.queries = new SpanQueries(fields);
    this.search =
        new SpanSearch(http, server, fields, settings.maxDocuments(), indices.isAliased(Kind.SPAN));
  }

  @Override
  public Optional<Trace> trace(TraceId id, Room room) {
    Instant now = clock.instant();
    String recent = around(now.minus(settings.maxSpanAge()), now);
    String all = indices.all(Kind.SPAN);
    // Not closed: the room that the trace takes is the caller's to give back.
    Optional<Trace> found = traces(List.of(id), recent, room).next();
    return found.isPresent() || recent.equals(all) ? found : traces(List.of(id), all, room).next();
  }

  @Override
  public FoundTraces findTraces(TraceQuery query, Room room) {
    return traces(findTraceIds(query), around(query.from(), query.to()), room);
  }

  private String around(Instant from, Instant to) {
    return indices.between(Kind.SPAN, from.minus(MARGIN), to.plus(MARGIN));
  }

  /// Traces of `ids` in the indices `where`.
  EsFoundTraces traces(List<TraceId> ids, String where, Room room) {
    return new EsFoundTraces(search, where, ids, room);
  }

  @Override
  public List<TraceId> findTraceIds(TraceQuery query) {
    var ids = new LinkedHashSet<TraceId>();
    String where = indices.between(Kind.SPAN, query.from(), query.to());
    for (String key :
        search.buckets(where, queries.traceIds(query), SpanQueries.TRACE_IDS).keySet()) {
      id(key).ifPresent(ids::add);
    }
    return List.copyOf(ids);
  }

  /// Anybody may write into the indices: one document's id that is none hides no other's trace.
  private static Optional<TraceId> id(String text) {
    try {
      return Optional.of(TraceId.parse(text));
    } catch (IllegalArgumentException foreign) {
      LOG.warn(
          "a found document is left out: its traceID has characters={}, expected 1 to 32"
              + " hexadecimal digits",
          text.length());
      return Optional.empty();
    }
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
    // All of them, however old: they are small, and a service whose spans can be found has a name.
    String where = indices.all(Kind.SERVICE);
    var terms = Map.of("terms", Map.of("field", field, "size", settings.maxDocuments()));
    var body = Map.of("size", 0, "query", query, "aggs", Map.of(NAMES, terms));
    return search.buckets(where, body, NAMES).keySet().stream().sorted().toList();
  }
}
