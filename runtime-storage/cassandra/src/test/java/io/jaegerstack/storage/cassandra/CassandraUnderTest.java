package io.jaegerstack.storage.cassandra;

import io.jaegerstack.settings.CassandraSettings;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.StorageSettings;
import io.jaegerstack.settings.TenancySettings;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageFactory;
import io.jaegerstack.storage.TenantStorage;
import io.jaegerstack.storage.cassandra.real.RealCassandra;
import io.jaegerstack.storage.contract.Gap;
import io.jaegerstack.storage.contract.StorageUnderTest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Our storage on the real server, in a keyspace of its own.
final class CassandraUnderTest implements StorageUnderTest {
  private final SettingValues settings;
  private final Storage storage;

  CassandraUnderTest(SettingValues settings) {
    this.settings = settings;
    this.storage = openAnother();
  }

  static CassandraUnderTest inKeyspace(String keyspace) {
    return new CassandraUnderTest(settings(keyspace));
  }

  /// Settings for the real server, which may make the keyspace.
  static SettingValues settings(String keyspace) {
    return SettingValues.defaults(Catalogue.of(Component.COLLECTOR))
        .with(CassandraSettings.MAIN.port(), RealCassandra.shared().port())
        .with(CassandraSettings.MAIN.keyspace(), keyspace)
        .with(CassandraSettings.RETRY_FOR, Duration.ofSeconds(20))
        .with(CassandraSettings.SCHEMA_CREATE, true)
        .with(CassandraSettings.SCHEMA_MODE, "test");
  }

  @Override
  public Storage storage() {
    return storage;
  }

  @Override
  public Storage openAnother() {
    return StorageFactory.of("cassandra").open(settings, new SimpleMeterRegistry());
  }

  @Override
  public Storage openTenants(List<String> tenants) {
    return TenantStorage.open(
        settings
            .with(StorageSettings.TYPE, "cassandra")
            .with(TenancySettings.ENABLED, true)
            .with(TenancySettings.TENANTS, tenants),
        new SimpleMeterRegistry());
  }

  @Override
  public Map<Gap, String> gaps() {
    return Map.of(
        Gap.NANOSECONDS, "Jaeger's tables hold microseconds",
        Gap.BINARY_SEARCH, "Jaeger's index of tags holds no binary ones",
        Gap.SAME_MICROSECOND, "Jaeger's index of services has one row for them",
        Gap.DEPENDENCIES, "Jaeger's dependencies are written by a job");
  }
}
