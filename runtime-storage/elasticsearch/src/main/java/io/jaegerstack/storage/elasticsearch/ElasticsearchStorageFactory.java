package io.jaegerstack.storage.elasticsearch;

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
}
