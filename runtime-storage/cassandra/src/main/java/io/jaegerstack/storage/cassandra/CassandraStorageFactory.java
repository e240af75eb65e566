package io.jaegerstack.storage.cassandra;

import io.jaegerstack.settings.CassandraSettings;
import io.jaegerstack.settings.Setting;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageFactory;
import io.micrometer.core.instrument.MeterRegistry;

/// Opens the storage that keeps traces in Cassandra; for `ServiceLoader`.
public final class CassandraStorageFactory implements StorageFactory {
  @Override
  public String type() {
    return "cassandra";
  }

  @Override
  public Storage open(SettingValues settings, MeterRegistry registry) {
    return CassandraStorage.open(settings, registry);
  }

  /// Each tenant has a keyspace of its own, whose name is that of all with the tenant's after it.
  @Override
  public Storage open(SettingValues settings, MeterRegistry registry, String tenant, int tenants) {
    SettingValues own = named(settings, CassandraSettings.MAIN.keyspace(), tenant);
    if (settings.isSet(CassandraSettings.ARCHIVE.keyspace())) {
      own = named(own, CassandraSettings.ARCHIVE.keyspace(), tenant);
    }
    return open(own, registry);
  }

  private static SettingValues named(
      SettingValues settings, Setting<String> keyspace, String tenant) {
    return settings.with(keyspace, settings.value(keyspace) + "_" + tenant);
  }
}
