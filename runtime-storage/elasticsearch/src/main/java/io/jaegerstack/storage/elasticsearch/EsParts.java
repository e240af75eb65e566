package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.elasticsearch.IndexNames.Kind;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;

/// What reads and writes one set of indices: spans and what belongs to them, or the archive.
///
/// @param templates what must be there before the first span
record EsParts(
    EsHttp http,
    IndexNames names,
    ServerCheck server,
    MappingCheck mappings,
    TemplateSetup templates,
    BulkWriter writer,
    EsSpanReader reader) {
  private static final List<Kind> MAIN =
      List.of(Kind.SPAN, Kind.SERVICE, Kind.DEPENDENCIES, Kind.SAMPLING);

  /// @param spans [Kind#SPAN] or [Kind#ARCHIVE]
  /// @param unasked what the servers are where they do not say
  static EsParts of(
      EsHttp http,
      Kind spans,
      SettingValues values,
      Product unasked,
      MeterRegistry registry,
      Clock clock) {
    var settings = EsSettings.of(values);
    var names = IndexNames.of(values);
    var fields = new TagFields(values);
    var server = new ServerCheck(http, values, unasked);
    var mappings = new MappingCheck(http, names, spans, clock);
    var kinds = spans == Kind.SPAN ? MAIN : List.of(spans);
    var templates = new TemplateSetup(http, names, server, mappings, kinds, values);
    var metrics = new BulkMetrics(registry);
    var requests = new BulkRequests(http, metrics, settings.bulkWorkers());
    var writer = new BulkWriter(names, spans, fields, settings, templates, requests, metrics);
    var reader = new EsSpanReader(http, server, names, fields, settings, clock);
    return new EsParts(http, names, server, mappings, templates, writer, reader);
  }
}
