package io.jaegerstack.storage.elasticsearch;

import static io.jaegerstack.settings.StorageSettings.ES_BULK_ACTIONS;
import static io.jaegerstack.settings.StorageSettings.ES_BULK_FLUSH_INTERVAL;
import static io.jaegerstack.settings.StorageSettings.ES_BULK_RETRY_FOR;
import static io.jaegerstack.settings.StorageSettings.ES_BULK_SIZE;
import static io.jaegerstack.settings.StorageSettings.ES_BULK_WORKERS;
import static io.jaegerstack.settings.StorageSettings.ES_MAX_DOC_COUNT;
import static io.jaegerstack.settings.StorageSettings.ES_MAX_SPAN_AGE;

import io.jaegerstack.settings.SettingValues;
import java.time.Duration;

/// Settings of the way in and of the way out, in the units that the code works with.
///
/// @param bulkBytes a bulk request is full with this many bytes
/// @param bulkDocuments a bulk request is full with this many documents
/// @param bulkWorkers bulk requests in flight
/// @param flushInterval how long spans that do not fill a request wait for more
/// @param retryFor how long a document is tried again
/// @param maxDocuments most documents or buckets of one answer
/// @param maxSpanAge how far back names and traces by id are looked for
record EsSettings(
    int bulkBytes,
    int bulkDocuments,
    int bulkWorkers,
    Duration flushInterval,
    Duration retryFor,
    int maxDocuments,
    Duration maxSpanAge) {
  /// Most hits of one search (`index.max_result_window`), and below the most buckets of one
  /// aggregation (`search.max_buckets`, 65,536).
  private static final int MOST_DOCUMENTS = 10_000;

  static EsSettings of(SettingValues settings) {
    return new EsSettings(
        settings.value(ES_BULK_SIZE).toInt(),
        settings.value(ES_BULK_ACTIONS),
        settings.value(ES_BULK_WORKERS),
        settings.value(ES_BULK_FLUSH_INTERVAL),
        settings.value(ES_BULK_RETRY_FOR),
        Math.min(MOST_DOCUMENTS, settings.value(ES_MAX_DOC_COUNT)),
        settings.value(ES_MAX_SPAN_AGE));
  }
}
