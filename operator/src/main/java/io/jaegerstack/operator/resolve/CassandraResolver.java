package io.jaegerstack.operator.resolve;

import static java.util.Objects.requireNonNullElse;

import io.jaegerstack.crds.v1.Authentication;
import io.jaegerstack.crds.v1.CassandraIndexSpec;
import io.jaegerstack.crds.v1.CassandraStorageSpec;
import io.jaegerstack.crds.v1.StorageType;
import io.jaegerstack.operator.resolve.ResolvedStorage.Servers;
import io.jaegerstack.settings.StorageSettings;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Defaults and settings of a Cassandra.
final class CassandraResolver {
  /// Jaeger's own, for a cluster of one's own machine.
  private static final String KEYSPACE_OF_NO_DATACENTER = "jaeger_v1_test";

  static Servers resolve(@Nullable CassandraStorageSpec spec, Problems problems) {
    var servers =
        spec == null
            ? List.<String>of()
            : requireNonNullElse(spec.servers(), List.<String>of()).stream()
                .filter(Objects::nonNull)
                .toList();
    if (spec == null || servers.isEmpty()) {
      problems.add(
          "spec.storage.cassandra.servers",
          "is empty, expected names or addresses of hosts with storage.type Cassandra");
      return servers(servers, new ServerSettings("cassandra."), true);
    }
    return servers(servers, settings(servers, spec), requireNonNullElse(spec.createSchema(), true));
  }

  private static Servers servers(List<String> servers, ServerSettings settings, boolean creates) {
    return new Servers(
        StorageType.Cassandra,
        servers,
        settings.environment(),
        new TreeMap<>(),
        settings.secrets(),
        creates,
        List.of());
  }

  private static ServerSettings settings(List<String> servers, CassandraStorageSpec spec) {
    String keyspace = keyspace(spec);
    var settings = new ServerSettings("cassandra.");
    settings
        .withNamed(StorageSettings.TYPE.name(), "cassandra")
        .with("servers", servers)
        .with("port", spec.port())
        .with("keyspace", keyspace)
        .with("local-dc", spec.datacenter())
        .with("consistency", spec.consistency())
        .with("schema.mode", spec.datacenter() == null ? "test" : "prod")
        .with("schema.replication-factor", spec.replication())
        .with("schema.trace-ttl", spec.traceTTL())
        .with("schema.dependencies-ttl", spec.dependenciesTTL());
    index(settings, spec.index());
    if (spec.archive() != null && Boolean.TRUE.equals(spec.archive().enabled())) {
      settings
          .withNamed("cassandra-archive.enabled", true)
          .withNamed("cassandra-archive.keyspace", keyspace + "_archive");
    }
    settings.tls(spec.tls());
    if (spec.secretName() != null) {
      settings.authentication(Authentication.Basic, spec.secretName());
    }
    return settings;
  }

  private static void index(ServerSettings settings, @Nullable CassandraIndexSpec index) {
    if (index != null) {
      settings
          .with("index.tags", index.tags())
          .with("index.logs", index.logs())
          .with("index.process-tags", index.processTags())
          .with("index.tag-whitelist", index.allow())
          .with("index.tag-blacklist", index.deny());
    }
  }

  private static String keyspace(CassandraStorageSpec spec) {
    if (spec.keyspace() != null) {
      return spec.keyspace();
    }
    return spec.datacenter() == null
        ? KEYSPACE_OF_NO_DATACENTER
        : "jaeger_v1_" + spec.datacenter().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
  }

  private CassandraResolver() {}
}
