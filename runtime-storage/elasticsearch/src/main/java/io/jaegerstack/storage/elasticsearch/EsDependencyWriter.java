package io.jaegerstack.storage.elasticsearch;

import static io.jaegerstack.storage.elasticsearch.IndexNames.Kind.DEPENDENCIES;

import io.jaegerstack.storage.DependencyLink;
import io.jaegerstack.storage.DependencyWriter;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageException.Kind;
import io.jaegerstack.storage.elasticsearch.SharedState.Seen;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes Jaeger's dependency documents, one for each window, whose id is made of the window's
/// beginning: the same window written again takes its own place.
final class EsDependencyWriter implements DependencyWriter {
  private static final String MARK = "watermark-dependencies";
  private static final String AT = "at";

  private final EsHttp http;
  private final IndexNames names;
  private final TemplateSetup templates;
  private final SharedState state;

  EsDependencyWriter(EsHttp http, IndexNames names, TemplateSetup templates, SharedState state) {
    this.http = http;
    this.names = names;
    this.templates = templates;
    this.state = state;
  }

  @Override
  public void write(Instant window, List<DependencyLink> links) {
    templates.ensure();
    String id = "window-" + window.toEpochMilli();
    String index = standing(id).orElseGet(() -> names.target(DEPENDENCIES, window));
    String path = "%s/_doc/%s?refresh=true".formatted(EsPaths.encoded(index), id);
    if (links.isEmpty()) {
      remove(path);
      return;
    }
    http.call("PUT", path, Json.write(document(window, links)));
  }

  /// The index that has the window already: behind an alias it may be one from before the last
  /// rollover, where the same id in the next one would count twice.
  private Optional<String> standing(String id) {
    if (!names.isAliased(DEPENDENCIES)) {
      return Optional.empty();
    }
    String where = EsPaths.encoded(names.all(DEPENDENCIES));
    String path = "%s/_search?%s".formatted(where, SpanSearch.STRICT);
    Map<String, Object> query = Map.of("ids", Map.of("values", List.of(id)));
    byte[] body = Json.write(Map.of("size", 1, "_source", false, "query", query));
    try {
      var answer = Json.readObject(http.call("POST", path, body));
      return Json.asList(Json.at(answer, "hits").get("hits")).stream()
          .map(hit -> String.valueOf(Json.asObject(hit).get("_index")))
          .findFirst();
    } catch (IOException unreadable) {
      throw SpanSearch.unreadable(path, unreadable);
    }
  }

  private static Map<String, Object> document(Instant window, List<DependencyLink> links) {
    return Map.of(
        "timestamp",
        window.toString(),
        "dependencies",
        links.stream().map(EsDependencyWriter::link).toList());
  }

  private static Map<String, Object> link(DependencyLink link) {
    return Map.of("parent", link.parent(), "child", link.child(), "callCount", link.callCount());
  }

  private void remove(String path) {
    try {
      http.call("DELETE", path, new byte[0]);
    } catch (StorageException absent) {
      if (absent.kind() != Kind.NOT_FOUND) {
        throw absent;
      }
    }
  }

  @Override
  public Optional<Instant> watermark() {
    return state.read(MARK).map(EsDependencyWriter::at);
  }

  @Override
  public boolean move(@Nullable Instant from, Instant to) {
    Optional<Seen> seen = state.read(MARK);
    Instant now = seen.map(EsDependencyWriter::at).orElse(null);
    if (to.equals(now)) {
      return true;
    }
    if (now == null ? from != null : !now.equals(from)) {
      return false;
    }
    Map<String, Object> mark = Map.of(AT, to.toString());
    boolean moved =
        seen.map(was -> state.replace(MARK, was, mark)).orElseGet(() -> state.create(MARK, mark));
    return moved || watermark().filter(to::equals).isPresent();
  }

  private static Instant at(Seen seen) {
    return Instant.parse(String.valueOf(seen.source().get(AT)));
  }
}
