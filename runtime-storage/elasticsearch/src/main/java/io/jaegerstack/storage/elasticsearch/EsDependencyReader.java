package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.storage.DependencyLink;
import io.jaegerstack.storage.DependencyReader;
import io.jaegerstack.storage.elasticsearch.IndexNames.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads the links that a job has written into Jaeger's dependency indices, summed over the window.
final class EsDependencyReader implements DependencyReader {
  private record Call(String parent, String child) {}

  private final EsHttp http;
  private final IndexNames indices;
  private final int maxDocuments;

  EsDependencyReader(EsHttp http, IndexNames indices, int maxDocuments) {
    this.http = http;
    this.indices = indices;
    this.maxDocuments = maxDocuments;
  }

  @Override
  public List<DependencyLink> dependencies(Instant end, Duration lookback) {
    Instant start = end.minus(lookback);
    var calls = new HashMap<Call, Long>();
    for (Object hit : hits(start, end)) {
      for (Object link : Json.asList(Json.at(Json.asObject(hit), "_source").get("dependencies"))) {
        Map<String, Object> each = Json.asObject(link);
        var call = new Call(String.valueOf(each.get("parent")), String.valueOf(each.get("child")));
        long count = each.get("callCount") instanceof Number number ? number.longValue() : 0;
        calls.merge(call, count, Long::sum);
      }
    }
    return calls.entrySet().stream()
        .map(call -> new DependencyLink(call.getKey().parent, call.getKey().child, call.getValue()))
        .sorted(Comparator.comparing(DependencyLink::parent).thenComparing(DependencyLink::child))
        .toList();
  }

  private List<Object> hits(Instant start, Instant end) {
    var window = Map.of("timestamp", Map.of("gte", start.toString(), "lte", end.toString()));
    var body = Map.of("size", maxDocuments, "query", Map.of("range", window));
    String where = indices.between(Kind.DEPENDENCIES, start, end);
    String path = "%s/_search?%s".formatted(EsPaths.encoded(where), SpanSearch.STRICT);
    try {
      var answer = Json.readObject(http.call("POST", path, Json.write(body)));
      return Json.asList(Json.at(answer, "hits").get("hits"));
    } catch (IOException unreadable) {
      throw SpanSearch.unreadable(path, unreadable);
    }
  }
}
