package io.jaegerstack.faults;

import io.jaegerstack.faults.process.StackProcess;
import io.jaegerstack.faults.scenario.Scenario;
import io.jaegerstack.storage.cassandra.real.RealCassandra;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One scenario's keyspace in a real Cassandra, which all scenarios of this JVM share.
final class Cassandra {
  /// It answers when a row is on the disk. Its usual way is to write its log every so often, and
  /// what it has acknowledged since is gone with its process: other servers have it, where there
  /// are any.
  private static final String SYNCS_FIRST =
      """
      commitlog_sync: batch
      commitlog_sync_period: 0ms
      """;

  private static @Nullable RealCassandra shared;

  private final Scenario scenario;

  Cassandra(Scenario scenario) {
    this.scenario = scenario;
  }

  static synchronized RealCassandra server() {
    RealCassandra server = shared;
    if (server == null) {
      server = RealCassandra.start("faults", SYNCS_FIRST);
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
}
