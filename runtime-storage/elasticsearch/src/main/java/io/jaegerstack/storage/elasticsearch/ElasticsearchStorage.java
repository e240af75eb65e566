package io.jaegerstack.storage.elasticsearch;

import static io.jaegerstack.settings.StorageSettings.ES_INDEX_DATE_SEPARATOR;

import io.jaegerstack.settings.EsArchiveSettings;
import io.jaegerstack.settings.EsIndexSettings;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.ArchiveStorage;
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
import io.jaegerstack.storage.elasticsearch.IndexNames.Kind;
import io.jaegerstack.storage.elasticsearch.retention.ArchiveApart;
import io.jaegerstack.storage.elasticsearch.retention.EsMaintenance;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Jaeger's indices on a cluster of Elasticsearch or OpenSearch servers.
final class ElasticsearchStorage implements Storage {
  private final EsParts main;
  private final @Nullable EsParts archive;
  private final EsDependencyReader dependencies;
  private final Maintenance maintenance;
  private final EsDependencyWriter dependencyWriter;
  private final EsCallReader calls;
  private final EsLeases leases;
  private final EsSamplingStore sampling;

  /// @param unasked what the servers are where they do not say
  ElasticsearchStorage(SettingValues values, Product unasked, MeterRegistry registry, Clock clock) {
    var http = new EsHttp(values, registry);
    main = EsParts.of(http, Kind.SPAN, values, unasked, registry, clock);
    archive = archive(http, values, unasked, registry, clock);
    dependencies = new EsDependencyReader(http, main.names(), EsSettings.of(values).maxDocuments());
    var state = new SharedState(http, main.names());
    dependencyWriter = new EsDependencyWriter(http, main.names(), main.templates(), state);
    calls = new EsCallReader(http, main.names(), new TagFields(values));
    sampling =
        new EsSamplingStore(
            http, main.names(), main.templates(), EsSettings.of(values).maxDocuments(), clock);
    leases = new EsLeases(state, clock, System::nanoTime);
    Maintenance own = maintenance(http, main, values);
    maintenance =
        archive == null
            ? own
            : new ArchiveApart(
                own, maintenance(archive.http(), archive, EsArchiveSettings.ofArchive(values)));
  }

  private Maintenance maintenance(EsHttp http, EsParts parts, SettingValues values) {
    return new EsMaintenance(
        new EsIndexServer(http),
        parts.names().prefix(),
        values.value(ES_INDEX_DATE_SEPARATOR),
        values.value(EsIndexSettings.USE_ILM),
        this::putSchema);
  }

  private static @Nullable EsParts archive(
      EsHttp mains, SettingValues values, Product unasked, MeterRegistry registry, Clock clock) {
    if (!values.value(EsArchiveSettings.ENABLED)) {
      return null;
    }
    SettingValues own = EsArchiveSettings.ofArchive(values);
    EsHttp http = EsArchiveSettings.isElsewhere(values) ? new EsHttp(own, registry) : mains;
    return EsParts.of(http, Kind.ARCHIVE, own, unasked, registry, clock);
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
  public Optional<ArchiveStorage> archive() {
    return Optional.ofNullable(archive)
        .map(parts -> new EsArchive(parts.writer(), parts.reader(), parts.names()));
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

  private List<String> putSchema() {
    var put = new ArrayList<>(main.templates().putAndCheck());
    if (archive != null) {
      put.addAll(archive.templates().putAndCheck());
    }
    return put;
  }

  /// Credentials that write spans need not be allowed to look at the cluster: what one look may not
  /// see is no reason not to take the others.
  @Override
  public void check() {
    var looks = new ArrayList<>(looks(main));
    if (archive != null) {
      looks.addAll(looks(archive));
    }
    HiddenStateException hidden = null;
    for (Runnable look : looks) {
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

  private static List<Runnable> looks(EsParts parts) {
    return List.of(
        parts.server()::age,
        parts.server()::status,
        () -> checkIndices(parts.mappings()),
        parts.templates()::check);
  }

  private static void checkIndices(MappingCheck mappings) {
    mappings
        .problem()
        .ifPresent(
            problem -> {
              throw problem;
            });
  }

  /// A write under way ends with the answer to its current request; what that does not store is
  /// reported as failed.
  @Override
  public long close(Duration atMost) {
    long unanswered = main.writer().close(atMost);
    if (archive != null) {
      unanswered += archive.writer().close(atMost);
      archive.http().close();
    }
    main.http().close();
    return unanswered;
  }
}
