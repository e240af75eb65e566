package io.jaegerstack.storage.elasticsearch;

import static io.jaegerstack.settings.StorageSettings.ES_INDEX_DATE_SEPARATOR;

import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.CallReader;
import io.jaegerstack.storage.DependencyReader;
import io.jaegerstack.storage.DependencyWriter;
import io.jaegerstack.storage.HiddenStateException;
import io.jaegerstack.storage.Leases;
import io.jaegerstack.storage.Maintenance;
import io.jaegerstack.storage.SamplingStore;
import io.jaegerstack.storage.SpanReader;
import io.jaegerstack.storage.SpanWriter;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.elasticsearch.retention.EsMaintenance;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Jaeger's indices on a cluster of Elasticsearch servers.
final class ElasticsearchStorage implements Storage {
  private final EsHttp http;
  private final ServerCheck server;
  private final MappingCheck mappings;
  private final BulkWriter writer;
  private final EsSpanReader reader;
  private final EsDependencyReader dependencies;
  private final EsMaintenance maintenance;
  private final EsDependencyWriter dependencyWriter;
  private final EsCallReader calls;
  private final EsLeases leases;
  private final EsSamplingStore sampling;

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
    var state = new SharedState(http, names);
    dependencyWriter = new EsDependencyWriter(http, names, templates, state);
    calls = new EsCallReader(http, names, fields);
    sampling = new EsSamplingStore(http, names, templates, settings.maxDocuments(), clock);
    leases = new EsLeases(state, clock, System::nanoTime);
    maintenance =
        new EsMaintenance(
            new EsIndexServer(http),
            names.prefix(),
            values.value(ES_INDEX_DATE_SEPARATOR),
            false,
            templates::putAndCheck);
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

  @Override
  public Optional<DependencyWriter> dependencyWriter() {
    return Optional.of(dependencyWriter);
  }

  @Override
  public Optional<CallReader> calls() {
    return Optional.of(calls);
  }

  @Override
  public Optional<Leases> leases() {
    return Optional.of(leases);
  }

  @Override
  public Optional<SamplingStore> sampling() {
    return Optional.of(sampling);
  }

  @Override
  public Optional<Maintenance> maintenance() {
    return Optional.of(maintenance);
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
