package io.jaegerstack.storage.elasticsearch.retention;

import io.jaegerstack.storage.StorageException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the servers can be asked and told about indices and aliases.
final class IndexClient {
  /// One alias of one index, to be added or removed.
  record AliasChange(String verb, String index, String alias, boolean isWriteIndex) {}

  /// Bytes of names in one request: the first line of a request ends at 4,096 bytes
  /// (`http.max_initial_line_length`).
  private static final int MOST_NAMES = 3_500;

  private static final Map<String, Object> NOTHING = Map.of();

  private final IndexServer server;

  IndexClient(IndexServer server) {
    this.server = server;
  }

  /// All indices whose names begin with `prefix` and Jaeger's word, closed ones too.
  List<LiveIndex> indices(String prefix) {
    String path =
        "%s?expand_wildcards=open,closed&filter_path=*.aliases,*.settings.index.creation_date"
            .formatted(encoded(prefix + "jaeger-*"));
    var found = new ArrayList<LiveIndex>();
    server
        .call("GET", path, NOTHING)
        .forEach((name, index) -> found.add(index(name, asObject(index))));
    return found;
  }

  private static LiveIndex index(String name, Map<String, Object> index) {
    Map<String, Object> settings = asObject(index.get("settings"));
    Object created = asObject(settings.get("index")).get("creation_date");
    if (created == null) {
      throw new StorageException(
          StorageException.Kind.INVALID, "index %s does not tell its age".formatted(name));
    }
    var aliases = new HashMap<String, String>();
    asObject(index.get("aliases"))
        .forEach(
            (alias, of) -> {
              Object isWrite = asObject(of).get("is_write_index");
              aliases.put(alias, isWrite == null ? "" : isWrite.toString());
            });
    return new LiveIndex(name, Instant.ofEpochMilli(Long.parseLong(created.toString())), aliases);
  }

  /// Deletes all of `names`; what is gone already is no failure.
  void delete(List<String> names, Duration timeout) {
    var some = new StringBuilder();
    for (String name : names) {
      if (some.length() + name.length() > MOST_NAMES) {
        deleteNamed(some.toString(), timeout);
        some.setLength(0);
      }
      some.append(some.isEmpty() ? "" : ",").append(name);
    }
    if (!some.isEmpty()) {
      deleteNamed(some.toString(), timeout);
    }
  }

  private void deleteNamed(String names, Duration timeout) {
    acknowledged("DELETE", encoded(names) + "?ignore_unavailable=true&" + wait(timeout));
  }

  /// Creates it, and says whether it was not there.
  boolean create(String name, Duration timeout) {
    try {
      acknowledged("PUT", encoded(name) + "?" + wait(timeout));
      return true;
    } catch (StorageException refused) {
      if (String.valueOf(refused.getMessage()).contains("resource_already_exists_exception")) {
        return false;
      }
      throw refused;
    }
  }

  void change(List<AliasChange> changes, Duration timeout) {
    var actions = changes.stream().map(IndexClient::action).toList();
    acknowledged("POST", "_aliases?" + wait(timeout), Map.of("actions", actions));
  }

  private static Map<String, Object> action(AliasChange change) {
    var options = new HashMap<String, Object>(Map.of("index", change.index, "alias", change.alias));
    if (change.isWriteIndex) {
      options.put("is_write_index", true);
    }
    return Map.of(change.verb, options);
  }

  /// Rolls `alias` over where `conditions` are met, and says which index it has begun.
  Optional<String> rollover(String alias, Map<String, Object> conditions, Duration timeout) {
    Map<String, Object> body = conditions.isEmpty() ? NOTHING : Map.of("conditions", conditions);
    var said = server.call("POST", encoded(alias) + "/_rollover?" + wait(timeout), body);
    return Boolean.TRUE.equals(said.get("rolled_over"))
        ? Optional.of(String.valueOf(said.get("new_index")))
        : Optional.empty();
  }

  private static String wait(Duration timeout) {
    return "master_timeout=%ds".formatted(timeout.toSeconds());
  }

  private void acknowledged(String method, String path) {
    acknowledged(method, path, NOTHING);
  }

  private void acknowledged(String method, String path, Map<String, Object> body) {
    if (!Boolean.TRUE.equals(server.call(method, path, body).get("acknowledged"))) {
      throw new StorageException(
          StorageException.Kind.UNAVAILABLE,
          "%s %s was not acknowledged by all servers in time, expected it within --timeout"
              .formatted(method, path));
    }
  }

  /// The name percent-encoded, but for commas and stars: a list of indices is one.
  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("%2C", ",").replace("%2A", "*");
  }

  @SuppressWarnings("unchecked") // JSON objects have string keys
  private static Map<String, Object> asObject(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }
}
