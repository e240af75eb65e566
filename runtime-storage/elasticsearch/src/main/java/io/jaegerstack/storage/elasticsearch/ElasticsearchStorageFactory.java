package io.jaegerstack.storage.elasticsearch;

import static io.jaegerstack.settings.StorageSettings.ES_INDEX_PREFIX;

import io.jaegerstack.settings.EsArchiveSettings;
import io.jaegerstack.settings.Setting;
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
    return new ElasticsearchStorage(settings, Product.ELASTICSEARCH, registry, Clock.systemUTC());
  }

  /// Each tenant has indices of its own: its name follows the prefix that all have. A `-` ends the
  /// name, and no name has one, so that no tenant's pattern fits another's indices.
  @Override
  public Storage open(SettingValues settings, MeterRegistry registry, String tenant, int tenants) {
    return open(ofTenant(settings, tenant), registry);
  }

  static SettingValues ofTenant(SettingValues settings, String tenant) {
    Setting<String> archive = EsArchiveSettings.of(ES_INDEX_PREFIX);
    SettingValues own =
        settings.with(ES_INDEX_PREFIX, joined(settings.value(ES_INDEX_PREFIX), tenant));
    return settings.isSet(archive)
        ? own.with(archive, joined(settings.value(archive), tenant))
        : own;
  }

  private static String joined(String common, String tenant) {
    return common.isEmpty() || common.endsWith("-") ? common + tenant : common + "-" + tenant;
  }
}
