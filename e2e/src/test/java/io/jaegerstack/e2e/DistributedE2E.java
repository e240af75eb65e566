package io.jaegerstack.e2e;

import io.jaegerstack.storage.elasticsearch.real.RealElasticsearch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/// Collectors and query apart, on a real Elasticsearch that runs beside the cluster, or on the one
/// that is given.
class DistributedE2E extends StackContract {
  private @Nullable RealElasticsearch elasticsearch;

  /// The distribution that the build of the Elasticsearch backend has unpacked.
  private static RealElasticsearch start() {
    Path target = Program.ROOT.resolve("runtime-storage/elasticsearch/target");
    try (Stream<Path> entries = Files.list(target)) {
      Path home =
          entries
              .filter(entry -> entry.getFileName().toString().matches("elasticsearch-9[.0-9]*"))
              .findFirst()
              .orElseThrow(
                  () -> new IllegalStateException("no unpacked elasticsearch-9… in " + target));
      return RealElasticsearch.start(
          home, Program.ROOT.resolve("e2e/target/elasticsearch"), "127.0.0.1", 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  String imageField() {
    return "collector";
  }

  @Override
  String scenario() {
    return "distributed";
  }

  @Override
  Map<String, String> replaced(Cluster running) {
    String given = System.getProperty("e2e.elasticsearch");
    if (given != null) {
      return Map.of("ELASTICSEARCH", given);
    }
    if (!running.own()) {
      Availability.skip(
          "a given cluster does not reach this machine; give an Elasticsearch that its pods reach: -De2e.elasticsearch=HOST:PORT");
    }
    var server = start();
    elasticsearch = server;
    return Map.of("ELASTICSEARCH", running.expose(server.uri().getPort()));
  }

  @AfterAll
  void stop() {
    if (elasticsearch != null) {
      elasticsearch.close();
    }
  }
}
