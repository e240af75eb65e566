package io.jaegerstack.faults;

import io.jaegerstack.faults.process.StackProcess;
import io.jaegerstack.faults.scenario.Scenario;
import io.jaegerstack.storage.elasticsearch.real.RealElasticsearch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One scenario's indices in a real Elasticsearch, which all scenarios of this JVM share.
final class Elastic {
  private static @Nullable RealElasticsearch shared;

  private final Scenario scenario;
  private final RealElasticsearch server;

  Elastic(Scenario scenario) {
    this(scenario, server());
  }

  /// One that this scenario may do to what it wants.
  Elastic(Scenario scenario, RealElasticsearch server) {
    this.scenario = scenario;
    this.server = server;
    scenario.beforeReading(this::refresh);
  }

  static synchronized RealElasticsearch server() {
    RealElasticsearch server = shared;
    if (server == null) {
      Path unpacked = unpacked();
      server =
          RealElasticsearch.start(
              unpacked, Path.of("target", "elasticsearch-run").toAbsolutePath(), "127.0.0.1", 0);
      shared = server;
    }
    return server;
  }

  /// The distribution that the build of the Elasticsearch backend has unpacked.
  static Path unpacked() {
    Path target = Path.of(System.getProperty("faults.elasticsearch"));
    try (Stream<Path> entries = Files.list(target)) {
      return entries
          .filter(entry -> entry.getFileName().toString().matches("elasticsearch-9[.0-9]*"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no unpacked elasticsearch-9… in " + target))
          .toAbsolutePath();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  int port() {
    return server.uri().getPort();
  }

  /// What all of the scenario's indices of spans are called.
  String spans() {
    return scenario.seed().scenario() + "-jaeger-span-*";
  }

  private void refresh() {
    try {
      server.request("POST", "_refresh", "");
    } catch (IOException away) {
      throw new UncheckedIOException(away);
    }
  }

  /// @param port the server's, or that of a proxy in front of it
  private List<String> storage(int port) {
    return List.of(
        "--span-storage.type=elasticsearch",
        "--es.server-urls=http://127.0.0.1:" + port,
        "--es.index-prefix=" + scenario.seed().scenario(),
        "--es.num-shards=1",
        "--es.num-replicas=0",
        "--es.timeout=5s");
  }

  /// Agent, collector and query in one, over this Elasticsearch.
  StackProcess backend(int elasticsearch, String... flags) {
    List<String> all = new ArrayList<>(Flags.ALL_IN_ONE);
    all.addAll(storage(elasticsearch));
    return scenario.start("runtime-all-in-one", "256m", all, flags);
  }

  StackProcess collector(int elasticsearch, String heap, String... flags) {
    List<String> all = new ArrayList<>(Flags.COLLECTOR);
    all.addAll(storage(elasticsearch));
    return scenario.start("runtime-collector", heap, all, flags);
  }

  /// A query that no fault touches.
  StackProcess query(String... flags) {
    List<String> all = new ArrayList<>(Flags.QUERY);
    all.addAll(storage(port()));
    return scenario.start("runtime-query", "256m", all, flags);
  }
}
