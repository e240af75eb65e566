package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.elasticsearch.IndexNames.Kind;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// Looks at the mappings of the indices that there are: one that was created before the template
/// answers searches with errors or with nothing.
final class MappingCheck {
  private final EsHttp http;
  private final IndexNames names;

  MappingCheck(EsHttp http, IndexNames names) {
    this.http = http;
    this.names = names;
  }

  /// The first index that cannot be searched, and why.
  ///
  /// @throws StorageException where the mappings cannot be read
  /// @throws io.jaegerstack.storage.HiddenStateException where the credentials do not allow it
  Optional<String> problem() {
    return problem(Kind.SPAN, "traceID")
        .or(() -> problem(Kind.SPAN, "process.serviceName"))
        .or(() -> problem(Kind.SERVICE, "serviceName"));
  }

  private Optional<String> problem(Kind kind, String field) {
    String path =
        "%s/_mapping/field/%s?ignore_unavailable=true&allow_no_indices=true"
            .formatted(EsPaths.encoded(names.pattern(kind)), field);
    for (Map.Entry<String, Object> index : answer(path).entrySet()) {
      Map<String, Object> mappings = Json.at(Json.asObject(index.getValue()), "mappings", field);
      for (Object mapping : Json.asObject(mappings.get("mapping")).values()) {
        Object type = Json.asObject(mapping).get("type");
        if (!"keyword".equals(type)) {
          return Optional.of(wrong(index.getKey(), field, String.valueOf(type)));
        }
      }
    }
    return Optional.empty();
  }

  private static String wrong(String index, String field, String type) {
    return "index %s has %s as %s, expected keyword: it was created before its template; delete or reindex it"
        .formatted(index, field, type);
  }

  private Map<String, Object> answer(String path) {
    try {
      return Json.readObject(http.look(path));
    } catch (IOException unreadable) {
      throw SpanSearch.unreadable(path, unreadable);
    } catch (StorageException refused) {
      if (refused.kind() == StorageException.Kind.NOT_FOUND) {
        return Map.of(); // no index yet, or one without any field
      }
      throw refused;
    }
  }
}
