package io.jaegerstack.faults;

import io.jaegerstack.faults.process.StackProcess;
import io.jaegerstack.faults.scenario.Scenario;
import io.jaegerstack.storage.cassandra.real.RealCassandra;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One scenario's keyspace in a real Cassandra, which all scenarios of this JVM share.
final class Cassandra {
  private static @Nullable RealCassandra shared;

  private final Scenario scenario;

  Cassandra(Scenario scenario) {
    this.scenario = scenario;
  }

  static synchronized RealCassandra server() {
    RealCassandra server = shared;
    if (server == null) {
      server = RealCassandra.start("faults");
      shared = server;
    }
    return server;
  }

  /// @param port the server's, or that of a proxy in front of it
  private List<String> storage(int port) {
    return List.of(
        "--span-storage.type=cassandra",
        "--cassandra.port=" + port,
        "--cassandra.keyspace=" + scenario.seed().scenario().replace('-', '_'),
        "--cassandra.schema.create=true",
        "--cassandra.schema.mode=test",
        "--cassandra.timeout=5s",
        "--cassandra.reconnect-interval=2s");
  }

  /// Agent, collector and query in one, over this Cassandra.
  StackProcess backend(int cassandra, String... flags) {
    List<String> all = new ArrayList<>(Flags.ALL_IN_ONE);
    all.addAll(storage(cassandra));
    return scenario.start("runtime-all-in-one", "256m", all, flags);
  }

  /// A query that no fault touches.
  StackProcess query() {
    List<String> all = new ArrayList<>(Flags.QUERY);
    all.addAll(storage(server().port()));
    return scenario.start("runtime-query", "256m", all);
  }
}
