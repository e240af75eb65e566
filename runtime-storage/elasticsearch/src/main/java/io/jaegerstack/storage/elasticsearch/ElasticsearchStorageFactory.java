package io.jaegerstack.storage.elasticsearch;

import static io.jaegerstack.settings.StorageSettings.ES_INDEX_PREFIX;

import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageFactory;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;

/// Opens the storage that keeps traces in Elasticsearch; for `ServiceLoader`.
public final class ElasticsearchStorageFactory implements StorageFactory {
  @Override
  public String type() {
    return "elasticsearch";
  }

  @Override
  public Storage open(SettingValues settings, MeterRegistry registry) {
    return new ElasticsearchStorage(settings, registry, Clock.systemUTC());
  }

  /// Each tenant has indices of its own: its name follows the prefix that all have. A `-` ends the
  /// name, and no name has one, so that no tenant's pattern fits another's indices.
  @Override
  public Storage open(SettingValues settings, MeterRegistry registry, String tenant, int tenants) {
    String common = settings.value(ES_INDEX_PREFIX);
    String prefix = common.isEmpty() || common.endsWith("-") ? common : common + "-";
    return open(settings.with(ES_INDEX_PREFIX, prefix + tenant), registry);
  }
}
