package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageFactory;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;

/// Opens the storage that keeps traces in OpenSearch, with the settings of Elasticsearch, as in
/// Jaeger; for `ServiceLoader`. Which of the two the servers are is asked of them: the type decides
/// only where they do not say.
public final class OpenSearchStorageFactory implements StorageFactory {
  @Override
  public String type() {
    return "opensearch";
  }

  @Override
  public Storage open(SettingValues settings, MeterRegistry registry) {
    return new ElasticsearchStorage(settings, Product.OPENSEARCH, registry, Clock.systemUTC());
  }

  @Override
  public Storage open(SettingValues settings, MeterRegistry registry, String tenant, int tenants) {
    return open(ElasticsearchStorageFactory.ofTenant(settings, tenant), registry);
  }
}
