package io.jaegerstack.storage.cassandra;

import static io.jaegerstack.settings.CassandraSettings.ARCHIVE_ENABLED;
import static io.jaegerstack.settings.CassandraSettings.BYTES_IN_FLIGHT;
import static io.jaegerstack.settings.CassandraSettings.REQUESTS_IN_FLIGHT;

import io.jaegerstack.settings.CassandraSettings;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.ArchiveStorage;
import io.jaegerstack.storage.CallReader;
import io.jaegerstack.storage.DependencyReader;
import io.jaegerstack.storage.DependencyWriter;
import io.jaegerstack.storage.Leases;
import io.jaegerstack.storage.Maintenance;
import io.jaegerstack.storage.SamplingStore;
import io.jaegerstack.storage.SpanReader;
import io.jaegerstack.storage.SpanWriter;
import io.jaegerstack.storage.Storage;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Jaeger's tables on a cluster of Cassandra servers.
final class CassandraStorage implements Storage {
  private final Cluster main;
  private final @Nullable Cluster archive;
  private final DependencyReader dependencies;

  private CassandraStorage(Cluster main, @Nullable Cluster archive) {
    this.main = main;
    this.archive = archive;
    this.dependencies = new CassandraDependencies(main.reads());
  }

  static CassandraStorage open(SettingValues settings, MeterRegistry registry) {
    var metrics = new WriteMetrics(registry);
    var inFlight =
        new InFlight(settings.value(REQUESTS_IN_FLIGHT), settings.value(BYTES_IN_FLIGHT).bytes());
    Cluster main = Cluster.of(settings, CassandraSettings.MAIN, registry, inFlight, metrics);
    Cluster archive =
        hasArchive(settings)
            ? Cluster.of(settings, CassandraSettings.ARCHIVE, registry, inFlight, metrics)
            : null;
    return new CassandraStorage(main, archive);
  }

  /// @throws SettingException where archived traces would be among all others
  private static boolean hasArchive(SettingValues settings) {
    if (!settings.value(ARCHIVE_ENABLED)) {
      return false;
    }
    var main = ClusterSettings.of(settings, CassandraSettings.MAIN);
    var archive = ClusterSettings.of(settings, CassandraSettings.ARCHIVE);
    if (archive.keyspace().equals(main.keyspace())
        && archive
            .value(CassandraSettings::servers)
            .equals(main.value(CassandraSettings::servers))) {
      throw new SettingException(
          "%s is \"%s\", where all traces are, expected a keyspace of its own"
              .formatted(CassandraSettings.ARCHIVE.keyspace().flag(), archive.keyspace()));
    }
    return true;
  }

  @Override
  public SpanWriter writer() {
    return main.writer();
  }

  @Override
  public SpanReader reader() {
    return main.reader();
  }

  @Override
  public DependencyReader dependencies() {
    return dependencies;
  }

  @Override
  public Optional<DependencyWriter> dependencyWriter() {
    return Optional.of(new CassandraDependencyWriter(main.shared()));
  }

  @Override
  public Optional<CallReader> calls() {
    return Optional.of(new CassandraCallReader(main.reads()));
  }

  @Override
  public Optional<Leases> leases() {
    return Optional.of(new CassandraLeases(main.shared()));
  }

  @Override
  public Optional<SamplingStore> sampling() {
    return Optional.of(new CassandraSamplingStore(main.shared()));
  }

  @Override
  public Optional<ArchiveStorage> archive() {
    return Optional.ofNullable(archive);
  }

  @Override
  public Optional<Maintenance> maintenance() {
    return Optional.of(
        new CassandraMaintenance(archive == null ? List.of(main) : List.of(main, archive)));
  }

  @Override
  public void check() {
    main.check();
    if (archive != null) {
      archive.check();
    }
  }

  @Override
  public long close(Duration atMost) {
    long left = main.close(atMost);
    return archive == null ? left : left + archive.close(atMost);
  }
}
