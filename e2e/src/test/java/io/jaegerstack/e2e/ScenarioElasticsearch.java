package io.jaegerstack.e2e;

import io.jaegerstack.storage.elasticsearch.real.RealElasticsearch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// A real Elasticsearch that pods of the cluster reach: one that runs beside the cluster, or the
/// one that is given.
///
/// @param address host:port, as pods see it
record ScenarioElasticsearch(String address, Optional<RealElasticsearch> own)
    implements AutoCloseable {
  static ScenarioElasticsearch start(Cluster running) {
    String given = System.getProperty("e2e.elasticsearch");
    if (given != null) {
      return new ScenarioElasticsearch(given, Optional.empty());
    }
    if (!running.own()) {
      Availability.skip(
          "a given cluster does not reach this machine; give an Elasticsearch that its pods reach: -De2e.elasticsearch=HOST:PORT");
    }
    var server = RealElasticsearch.start(unpacked(), run("elasticsearch"), "127.0.0.1", 0);
    return new ScenarioElasticsearch(running.expose(server.uri().getPort()), Optional.of(server));
  }

  /// The distribution that the build of the Elasticsearch backend has unpacked.
  static Path unpacked() {
    Path target = Program.ROOT.resolve("runtime-storage/elasticsearch/target");
    try (Stream<Path> entries = Files.list(target)) {
      return entries
          .filter(entry -> entry.getFileName().toString().matches("elasticsearch-9[.0-9]*"))
          .findFirst()
          .orElseThrow(
              () -> new IllegalStateException("no unpacked elasticsearch-9… in " + target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where one of that name has its configuration, data and logs.
  static Path run(String name) {
    return Program.ROOT.resolve("e2e/target").resolve(name);
  }

  @Override
  public void close() {
    own.ifPresent(RealElasticsearch::close);
  }
}
