package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.DependencyReader;
import io.jaegerstack.storage.HiddenStateException;
import io.jaegerstack.storage.SpanReader;
import io.jaegerstack.storage.SpanWriter;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// Jaeger's indices on a cluster of Elasticsearch servers.
final class ElasticsearchStorage implements Storage {
  private final EsHttp http;
  private final ServerCheck server;
  private final MappingCheck mappings;
  private final BulkWriter writer;
  private final EsSpanReader reader;
  private final EsDependencyReader dependencies;

  ElasticsearchStorage(SettingValues values, MeterRegistry registry, Clock clock) {
    var settings = EsSettings.of(values);
    var names = IndexNames.of(values);
    var fields = new TagFields(values);
    http = new EsHttp(values, registry);
    server = new ServerCheck(http, values);
    mappings = new MappingCheck(http, names);
    var metrics = new BulkMetrics(registry);
    var templates = new TemplateSetup(http, names, mappings, values);
    var requests = new BulkRequests(http, metrics, settings.bulkWorkers());
    writer = new BulkWriter(names, fields, settings, templates, requests, metrics);
    reader = new EsSpanReader(http, names, fields, settings, clock);
    dependencies = new EsDependencyReader(http, names, settings.maxDocuments());
  }

  @Override
  public SpanWriter writer() {
    return writer;
  }

  @Override
  public SpanReader reader() {
    return reader;
  }

  @Override
  public DependencyReader dependencies() {
    return dependencies;
  }

  /// Credentials that write spans need not be allowed to look at the cluster: what one look may not
  /// see is no reason not to take the others.
  @Override
  public void check() {
    HiddenStateException hidden = null;
    for (Runnable look : List.<Runnable>of(server::age, server::status, this::checkMappings)) {
      try {
        look.run();
      } catch (HiddenStateException unseen) {
        hidden = unseen;
      }
    }
    if (hidden != null) {
      throw hidden;
    }
  }

  private void checkMappings() {
    mappings
        .problem()
        .ifPresent(
            problem -> {
              throw new StorageException(StorageException.Kind.INVALID, problem);
            });
  }

  /// A write under way ends with the answer to its current request; what that does not store is
  /// reported as failed.
  @Override
  public long close(Duration atMost) {
    long unanswered = writer.close(atMost);
    http.close();
    return unanswered;
  }
}
