package io.jaegerstack.storage.elasticsearch;

import static io.jaegerstack.settings.StorageSettings.ES_VERSION;

import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageException.Kind;
import java.io.IOException;
import java.util.Map;

/// Whether the servers can be used: there, of a version that we know, without a red index.
final class ServerCheck {
  /// Elasticsearch below this was never tried; its own first versions are forgotten, so that 1 to 3
  /// are OpenSearch's.
  private static final int OLDEST_MAJOR = 8;

  private static final int NEWEST_OPENSEARCH_MAJOR = 3;

  private final EsHttp http;
  private final int givenMajor;

  ServerCheck(EsHttp http, SettingValues settings) {
    this.http = http;
    this.givenMajor = settings.value(ES_VERSION);
  }

  /// @throws StorageException saying what is wrong
  void status() {
    Object status = answer("_cluster/health?filter_path=status").get("status");
    if ("red".equals(status)) {
      throw new StorageException(
          Kind.UNAVAILABLE, "the cluster is red, expected yellow or green: some shards are lost");
    }
  }

  /// @throws StorageException where the servers are older than what we know
  void age() {
    if (givenMajor != 0) {
      return;
    }
    String version = version();
    int major = Integer.parseInt(version.split("\\.", 2)[0]);
    if (major < OLDEST_MAJOR && major > NEWEST_OPENSEARCH_MAJOR) {
      throw new StorageException(
          Kind.INVALID,
          "the servers are of version %s, expected %d or newer".formatted(version, OLDEST_MAJOR));
    }
  }

  /// From the nodes, because `GET /` is not there in every distribution.
  private String version() {
    var nodes = Json.at(answer("_nodes/_local/none?filter_path=nodes.*.version"), "nodes");
    return nodes.values().stream()
        .map(node -> String.valueOf(Json.asObject(node).get("version")))
        .findFirst()
        .filter(version -> version.matches("\\d+\\..*"))
        .orElseThrow(() -> new StorageException(Kind.UNAVAILABLE, "no node tells its version"));
  }

  private Map<String, Object> answer(String path) {
    try {
      return Json.readObject(http.look(path));
    } catch (IOException unreadable) {
      throw SpanSearch.unreadable(path, unreadable);
    }
  }
}
