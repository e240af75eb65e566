package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.model.Span;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.StorageException;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Searches of any number of results: one request where they fit into a page, else page after page
/// over a point in time or a scroll, so that nothing is missed or seen twice while others write.
final class SpanSearch {
  /// No index is no error, a shard that cannot answer is one: a trace without some of its spans
  /// would look like one.
  static final String STRICT =
      "ignore_unavailable=true&allow_no_indices=true&allow_partial_search_results=false";

  private static final Logger LOG = LoggerFactory.getLogger(SpanSearch.class);
  private static final String KEEP_ALIVE = "1m";

  private final EsHttp http;
  private final ServerCheck server;
  private final TagFields fields;
  private final int pageSize;
  private final boolean rollsOver;

  /// @param rollsOver whether a document may be in two indices: sent again behind a rollover
  SpanSearch(EsHttp http, ServerCheck server, TagFields fields, int pageSize, boolean rollsOver) {
    this.http = http;
    this.server = server;
    this.fields = fields;
    this.pageSize = pageSize;
    this.rollsOver = rollsOver;
  }

  /// Gives every span in `indices` that matches `query` to `target`, as it arrives.
  ///
  /// @param expected how many there were a moment ago
  void each(String indices, Map<String, Object> query, long expected, Consumer<Span> target) {
    if (expected >= pageSize) {
      switch (server.product()) {
        case ELASTICSEARCH -> pages(indices, query, target);
        case OPENSEARCH -> scroll(indices, query, target);
      }
      return;
    }
    var page = new SpanPage(new EsSpanDecoder(fields), target, isNew());
    onePage(indices, query, pageSize, page);
    if (page.total() > page.hits()) {
      throw new StorageException(
          StorageException.Kind.UNAVAILABLE,
          "%s: found %d spans where there were %d a moment ago, try again"
              .formatted(indices, page.total(), expected));
    }
  }

  /// The same in one request, where there are no more than `most` of them or than fit into a page.
  /// `announced` is told how many before the first is made.
  ///
  /// @return how many there are; where that is too many, nobody has been told or given anything
  long few(
      String indices,
      Map<String, Object> query,
      int most,
      LongConsumer announced,
      Consumer<Span> target) {
    int size = Math.min(most, pageSize);
    var page = new SpanPage(new EsSpanDecoder(fields), target, isNew());
    page.onlyIf(
        total -> {
          if (total <= size) {
            announced.accept(total);
          }
          return total <= size;
        });
    onePage(indices, query, size, page);
    if (page.total() < 0) {
      throw unreadable(indices, new IOException("it does not say how many spans there are"));
    }
    return page.total();
  }

  private void onePage(String indices, Map<String, Object> query, int size, SpanPage page) {
    var body = body(query);
    body.put("size", size);
    body.put("sort", List.of("_doc"));
    body.put("track_total_hits", true);
    read("%s/_search?%s".formatted(EsPaths.encoded(indices), STRICT), body, page);
  }

  /// How many spans in `indices` each of `ids` has, in their order, without those that have none.
  Map<TraceId, Long> counts(String indices, List<TraceId> ids) {
    var spans = new LinkedHashMap<TraceId, Long>();
    ids.forEach(id -> spans.put(id, 0L));
    buckets(indices, SpanQueries.spanCounts(ids), SpanQueries.TRACE_IDS)
        .forEach((text, count) -> spans.merge(TraceId.parse(text), count, Long::sum));
    spans.values().removeIf(count -> count == 0);
    return spans;
  }

  /// The keys of an aggregation's buckets, in their order, with the documents in each.
  Map<String, Long> buckets(String indices, Map<String, Object> body, String aggregation) {
    String path = "%s/_search?%s".formatted(EsPaths.encoded(indices), STRICT);
    try {
      var answer = Json.readObject(http.call("POST", path, Json.write(body)));
      var buckets = new LinkedHashMap<String, Long>();
      for (Object each : Json.asList(Json.at(answer, "aggregations", aggregation).get("buckets"))) {
        Map<String, Object> bucket = Json.asObject(each);
        long count =
            bucket.get("doc_count") instanceof Number documents ? documents.longValue() : 0;
        buckets.put(String.valueOf(bucket.get("key")), count);
      }
      return buckets;
    } catch (IOException unreadable) {
      throw unreadable(path, unreadable);
    }
  }

  /// Ids are made of contents, or are the server's own and never the same.
  private Predicate<String> isNew() {
    return rollsOver ? new HashSet<String>()::add : id -> true;
  }

  private Map<String, Object> body(Map<String, Object> query) {
    var body = new HashMap<String, Object>();
    body.put("size", pageSize);
    body.put("query", query);
    return body;
  }

  private void pages(String indices, Map<String, Object> query, Consumer<Span> target) {
    var decoder = new EsSpanDecoder(fields);
    Predicate<String> isNew = isNew();
    String pointInTime = open(indices);
    try {
      List<Object> after = List.of();
      SpanPage page;
      do {
        var body = body(query);
        body.put("pit", Map.of("id", pointInTime, "keep_alive", KEEP_ALIVE));
        body.put("sort", List.of("_shard_doc"));
        body.put("track_total_hits", false);
        if (!after.isEmpty()) {
          body.put("search_after", after);
        }
        page = new SpanPage(decoder, target, isNew);
        read("_search?allow_partial_search_results=false", body, page);
        pointInTime = page.pointInTime().isEmpty() ? pointInTime : page.pointInTime();
        after = page.lastSort();
      } while (page.hits() == pageSize);
    } finally {
      close("_pit", Map.of("id", pointInTime));
    }
  }

  /// OpenSearch has points in time as well, and before 3.3 no order in them that is of no two spans
  /// the same: `search_after` would lose some.
  private void scroll(String indices, Map<String, Object> query, Consumer<Span> target) {
    var decoder = new EsSpanDecoder(fields);
    Predicate<String> isNew = isNew();
    var body = body(query);
    body.put("sort", List.of("_doc"));
    String first =
        "%s/_search?scroll=%s&%s".formatted(EsPaths.encoded(indices), KEEP_ALIVE, STRICT);
    String scroll = "";
    try {
      var page = new SpanPage(decoder, target, isNew);
      read(first, body, page);
      scroll = page.scroll();
      while (page.hits() == pageSize) {
        page = new SpanPage(decoder, target, isNew);
        read("_search/scroll", Map.of("scroll", KEEP_ALIVE, "scroll_id", scroll), page);
        scroll = page.scroll().isEmpty() ? scroll : page.scroll();
      }
    } finally {
      if (!scroll.isEmpty()) {
        close("_search/scroll", Map.of("scroll_id", List.of(scroll)));
      }
    }
  }

  private String open(String indices) {
    String path =
        "%s/_pit?keep_alive=%s&ignore_unavailable=true"
            .formatted(EsPaths.encoded(indices), KEEP_ALIVE);
    try {
      return String.valueOf(Json.readObject(http.call("POST", path, new byte[0])).get("id"));
    } catch (IOException unreadable) {
      throw unreadable(path, unreadable);
    }
  }

  private void close(String path, Map<String, Object> which) {
    try {
      http.call("DELETE", path, Json.write(which));
    } catch (StorageException away) {
      LOG.debug("search not closed, it ends by itself: {}", away.getMessage());
    }
  }

  private void read(String path, Map<String, Object> body, SpanPage page) {
    try (var answer = http.open("POST", path, Json.write(body))) {
      page.read(answer);
    } catch (IOException unreadable) {
      throw unreadable(path, unreadable);
    }
  }

  static StorageException unreadable(String path, IOException why) {
    return new StorageException(
        StorageException.Kind.UNAVAILABLE,
        "%s: answer cannot be read: %s".formatted(path, why.getMessage()),
        why);
  }
}
