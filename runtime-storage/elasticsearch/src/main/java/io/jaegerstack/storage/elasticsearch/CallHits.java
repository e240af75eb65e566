package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.CallSpan;
import io.jaegerstack.storage.CallSpan.Side;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sends searches for spans as far as calls need them, and reads their answers.
final class CallHits {
  /// A span that was found.
  ///
  /// @param trace its trace's id as the document has it
  /// @param sort where it stands among all
  record Hit(CallSpan span, String trace, List<Object> sort) {}

  private final EsHttp http;
  private final CallQueries queries;

  CallHits(EsHttp http, CallQueries queries) {
    this.http = http;
    this.queries = queries;
  }

  /// Up to `size` spans, behind `after`.
  List<Hit> page(
      String indices,
      Map<String, Object> query,
      int size,
      List<Object> after,
      boolean withParents) {
    String path = "%s/_search?%s".formatted(EsPaths.encoded(indices), SpanSearch.STRICT);
    byte[] body = Json.write(queries.page(query, size, after, withParents));
    try {
      var answer = Json.readObject(http.call("POST", path, body));
      var hits = new ArrayList<Hit>();
      for (Object hit : Json.asList(Json.at(answer, "hits").get("hits"))) {
        hits.add(hit(Json.asObject(hit)));
      }
      return hits;
    } catch (IOException unreadable) {
      throw SpanSearch.unreadable(path, unreadable);
    }
  }

  private static Hit hit(Map<String, Object> hit) {
    List<Object> sort = Json.asList(hit.get("sort"));
    Map<String, Object> source = Json.asObject(hit.get("_source"));
    String trace = String.valueOf(sort.get(1));
    var span =
        new CallSpan(
            traceId(trace),
            spanId(String.valueOf(sort.get(2))),
            parent(source, trace),
            String.valueOf(sort.get(3)),
            side(hit),
            sort.getFirst() instanceof Number micros ? micros.longValue() : 0);
    return new Hit(span, trace, sort);
  }

  private static Side side(Map<String, Object> hit) {
    List<Object> names = Json.asList(hit.get("matched_queries"));
    return names.isEmpty() ? Side.OTHER : CallQueries.side(String.valueOf(names.getFirst()));
  }

  /// The first child-of reference into the same trace, else the first follows-from one. Jaeger's
  /// documents have it among the references, some writers' as a field too.
  private static @Nullable SpanId parent(Map<String, Object> source, String trace) {
    SpanId found = null;
    for (Object each : Json.asList(source.get("references"))) {
      Map<String, Object> reference = Json.asObject(each);
      if (!trace.equals(reference.get("traceID"))) {
        continue;
      }
      SpanId id = spanId(String.valueOf(reference.get("spanID")));
      if ("CHILD_OF".equals(reference.get("refType"))) {
        return id;
      }
      found = found == null ? id : found;
    }
    if (found == null && source.get("parentSpanID") instanceof String parent) {
      return spanId(parent);
    }
    return found;
  }

  /// An id that is none belongs to nobody.
  private static SpanId spanId(String text) {
    try {
      return SpanId.parse(text);
    } catch (IllegalArgumentException notAnId) {
      return new SpanId(0);
    }
  }

  private static TraceId traceId(String text) {
    try {
      return TraceId.parse(text);
    } catch (IllegalArgumentException notAnId) {
      return new TraceId(0, 0);
    }
  }
}
