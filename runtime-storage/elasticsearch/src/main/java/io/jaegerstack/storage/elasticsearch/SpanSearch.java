package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.model.Span;
import io.jaegerstack.storage.StorageException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Searches of any number of results: one request where they fit into a page, else page after page
/// over a point in time, so that nothing is missed or seen twice while others write.
final class SpanSearch {
  /// No index is no error, a shard that cannot answer is one: a trace without some of its spans
  /// would look like one.
  static final String STRICT =
      "ignore_unavailable=true&allow_no_indices=true&allow_partial_search_results=false";

  private static final Logger LOG = LoggerFactory.getLogger(SpanSearch.class);
  private static final String KEEP_ALIVE = "1m";

  private final EsHttp http;
  private final TagFields fields;
  private final int pageSize;

  SpanSearch(EsHttp http, TagFields fields, int pageSize) {
    this.http = http;
    this.fields = fields;
    this.pageSize = pageSize;
  }

  /// Gives every span in `indices` that matches `query` to `target`, as it arrives.
  ///
  /// @param expected how many there were a moment ago
  void each(String indices, Map<String, Object> query, long expected, Consumer<Span> target) {
    if (expected >= pageSize) {
      pages(indices, query, target);
      return;
    }
    var body = body(query);
    body.put("sort", List.of("_doc"));
    body.put("track_total_hits", true);
    var page = new SpanPage(new EsSpanDecoder(fields), target);
    String path = "%s/_search?%s".formatted(EsPaths.encoded(indices), STRICT);
    read(path, body, page);
    if (page.total() > page.hits()) {
      throw new StorageException(
          StorageException.Kind.UNAVAILABLE,
          "%s: found %d spans where there were %d a moment ago, try again"
              .formatted(path, page.total(), expected));
    }
  }

  private Map<String, Object> body(Map<String, Object> query) {
    var body = new HashMap<String, Object>();
    body.put("size", pageSize);
    body.put("query", query);
    return body;
  }

  private void pages(String indices, Map<String, Object> query, Consumer<Span> target) {
    var decoder = new EsSpanDecoder(fields);
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
        page = new SpanPage(decoder, target);
        read("_search?allow_partial_search_results=false", body, page);
        pointInTime = page.pointInTime().isEmpty() ? pointInTime : page.pointInTime();
        after = page.lastSort();
      } while (page.hits() == pageSize);
    } finally {
      close(pointInTime);
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

  private void close(String pointInTime) {
    try {
      http.call("DELETE", "_pit", Json.write(Map.of("id", pointInTime)));
    } catch (StorageException away) {
      LOG.debug("point in time not closed, it ends by itself: {}", away.getMessage());
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
