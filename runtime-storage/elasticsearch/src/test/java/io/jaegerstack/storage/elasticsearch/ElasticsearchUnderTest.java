package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.EsArchiveSettings;
import io.jaegerstack.settings.Setting;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.StorageSettings;
import io.jaegerstack.settings.TenancySettings;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageFactory;
import io.jaegerstack.storage.TenantStorage;
import io.jaegerstack.storage.contract.Gap;
import io.jaegerstack.storage.contract.ServerJdk;
import io.jaegerstack.storage.contract.StorageUnderTest;
import io.jaegerstack.storage.elasticsearch.real.RealElasticsearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/// Our storage on the real server, under an index prefix of its own.
final class ElasticsearchUnderTest implements StorageUnderTest {
  static {
    // It wants a security manager, which newer runtimes no longer have.
    if (System.getProperty("elasticsearch.home").contains("opensearch-2")) {
      System.setProperty("elasticsearch.java.home", ServerJdk.home(17).toString());
    }
  }

  private final SettingValues settings;
  private final Storage storage;

  private ElasticsearchUnderTest(SettingValues settings) {
    this.settings = settings;
    this.storage = openAnother();
  }

  static ElasticsearchUnderTest withPrefix(String prefix) {
    return new ElasticsearchUnderTest(settings(prefix));
  }

  static <T> ElasticsearchUnderTest with(String prefix, Setting<T> setting, T value) {
    return new ElasticsearchUnderTest(settings(prefix).with(setting, value));
  }

  /// Settings for the real server: small, and quick to say what failed.
  static SettingValues settings(String prefix) {
    return SettingValues.defaults(Catalogue.of(Component.COLLECTOR))
        .with(StorageSettings.ES_SERVER_URLS, List.of(RealElasticsearch.shared().uri().toString()))
        .with(StorageSettings.ES_INDEX_PREFIX, prefix)
        .with(EsArchiveSettings.ENABLED, true)
        .with(StorageSettings.ES_NUM_SHARDS, 2)
        .with(StorageSettings.ES_NUM_REPLICAS, 0);
  }

  static boolean isElasticsearch() {
    return RealElasticsearch.sharedType().equals("elasticsearch");
  }

  static Storage open(SettingValues settings) {
    return StorageFactory.of(RealElasticsearch.sharedType())
        .open(settings, new SimpleMeterRegistry());
  }

  @Override
  public Storage storage() {
    return storage;
  }

  @Override
  public Storage openAnother() {
    return open(settings);
  }

  @Override
  public Storage openTenants(List<String> tenants) {
    return TenantStorage.open(
        settings
            .with(StorageSettings.TYPE, RealElasticsearch.sharedType())
            .with(TenancySettings.ENABLED, true)
            .with(TenancySettings.TENANTS, tenants),
        new SimpleMeterRegistry());
  }

  @Override
  public void showWrites() {
    request("POST", "_refresh", "");
  }

  @Override
  public Map<Gap, String> gaps() {
    return Map.of(
        Gap.NANOSECONDS, "Jaeger's documents hold microseconds",
        Gap.SPAN_KINDS, "Jaeger's service documents hold no kind",
        Gap.FLOAT_DIGITS, "Jaeger's documents hold ten digits of a float64",
        Gap.LONG_TEXTS, "Jaeger's mappings ignore keywords above 256 characters",
        Gap.DEPENDENCIES, "Jaeger's dependencies are written by a job");
  }

  static String request(String method, String path, String body) {
    try {
      return RealElasticsearch.shared().request(method, path, body);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
