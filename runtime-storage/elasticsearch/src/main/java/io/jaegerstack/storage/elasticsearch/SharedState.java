package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageException.Kind;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// Small documents that processes agree on: changed only by who has seen what is there. They are in
/// an index of their own, `[prefix-]jaeger-leases`, which no cleaner of Jaeger's takes for one of
/// its own; whoever deletes it takes away leases and watermarks, and no traces.
final class SharedState {
  /// A document as it was read; `seqNo` and `term` are how the servers know it again.
  record Seen(Map<String, Object> source, long seqNo, long term) {}

  private static final String CONFLICT = "version_conflict_engine_exception";
  private static final String EXISTS = "resource_already_exists_exception";

  private static final Map<String, Object> INDEX =
      Map.of(
          "settings",
          Map.of("index.number_of_shards", 1, "index.auto_expand_replicas", "0-1"),
          "mappings",
          Map.of("dynamic", false));

  private final EsHttp http;
  private final String index;
  private volatile boolean made;

  SharedState(EsHttp http, IndexNames names) {
    this.http = http;
    this.index = EsPaths.encoded(names.prefix() + "jaeger-leases");
  }

  /// What `id` is now, not what searches know of it.
  Optional<Seen> read(String id) {
    try {
      Map<String, Object> answer =
          answer("GET", path(id) + "?filter_path=_seq_no,_primary_term,_source", new byte[0]);
      return Optional.of(
          new Seen(
              Json.at(answer, "_source"),
              number(answer, "_seq_no"),
              number(answer, "_primary_term")));
    } catch (StorageException absent) {
      if (absent.kind() == Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw absent;
    }
  }

  /// Puts `source` where there is nothing yet, and says whether it did.
  boolean create(String id, Map<String, Object> source) {
    makeIndex();
    return changed("PUT", path(id) + "?op_type=create", Json.write(source));
  }

  /// Puts `source` in the place of what was seen, unless that has changed since.
  boolean replace(String id, Seen seen, Map<String, Object> source) {
    return changed("PUT", path(id) + "?" + unchanged(seen), Json.write(source));
  }

  /// Removes what was seen, unless it has changed since.
  boolean remove(String id, Seen seen) {
    return changed("DELETE", path(id) + "?" + unchanged(seen), new byte[0]);
  }

  private String path(String id) {
    return index + "/_doc/" + id;
  }

  private static String unchanged(Seen seen) {
    return "if_seq_no=%d&if_primary_term=%d".formatted(seen.seqNo, seen.term);
  }

  private boolean changed(String method, String path, byte[] body) {
    try {
      http.call(method, path, body);
      return true;
    } catch (StorageException refused) {
      boolean isGone = refused.kind() == Kind.NOT_FOUND;
      if (isGone || String.valueOf(refused.getMessage()).contains(CONFLICT)) {
        return false;
      }
      throw refused;
    }
  }

  private void makeIndex() {
    if (made) {
      return;
    }
    try {
      http.call("PUT", index, Json.write(INDEX));
    } catch (StorageException refused) {
      if (!String.valueOf(refused.getMessage()).contains(EXISTS)) {
        throw refused;
      }
    }
    made = true;
  }

  private Map<String, Object> answer(String method, String path, byte[] body) {
    try {
      return Json.readObject(http.call(method, path, body));
    } catch (IOException unreadable) {
      throw SpanSearch.unreadable(path, unreadable);
    }
  }

  private static long number(Map<String, Object> answer, String field) {
    return answer.get(field) instanceof Number number ? number.longValue() : -1;
  }
}
