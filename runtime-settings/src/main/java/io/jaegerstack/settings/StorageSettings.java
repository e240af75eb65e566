package io.jaegerstack.settings;

import java.time.Duration;
import java.util.List;

/// Which storage, and each storage's settings, under Jaeger's names.
public final class StorageSettings {
  /// In Jaeger this is only an environment name, `SPAN_STORAGE_TYPE`; the flag follows from the
  /// rule of names.
  public static final Setting<String> TYPE =
      Setting.choice(
              "span-storage.type",
              "memory",
              "local",
              "elasticsearch",
              "opensearch",
              "cassandra",
              "blackhole")
          .says(
              "where spans are kept; local in an all-in-one only; blackhole keeps none, for"
                  + " measuring a collector");

  /// Jaeger's memory storage counts traces; a bound in bytes is the one that keeps a process alive.
  public static final Setting<Integer> MEMORY_MAX_TRACES =
      Setting.integer("memory.max-traces", 0, Integer.MAX_VALUE)
          .unit("traces")
          .says(
              "traces kept; the oldest leave first; 0 means as many as fit into memory.max-bytes");

  public static final Setting<ByteSize> MEMORY_MAX_BYTES =
      Setting.size("memory.max-bytes", ByteSize.mib(1), ByteSize.mib(1024 * 1024))
          .byDefault(ByteSize.mib(64))
          .says("bytes of spans kept; the oldest traces leave first, and are counted");

  public static final Setting<List<String>> ES_SERVER_URLS =
      Setting.words("es.server-urls")
          .byDefault(List.of("http://127.0.0.1:9200"))
          .says("Elasticsearch servers, http:// or https://");

  public static final Setting<String> ES_USERNAME =
      Setting.text("es.username").says("user of the Elasticsearch servers");

  public static final Setting<String> ES_PASSWORD =
      Setting.text("es.password").secret().says("password of that user; from the environment only");

  public static final Setting<String> ES_PASSWORD_FILE =
      Setting.text("es.password-file").says("file with the password, read again when it changes");

  public static final Setting<String> ES_TOKEN_FILE =
      Setting.text("es.token-file").says("file with a bearer token, read again when it changes");

  public static final Setting<String> ES_API_KEY_FILE =
      Setting.text("es.api-key-file")
          .says("file with an API key as Elasticsearch encodes it, read again when it changes");

  public static final TlsClientSettings ES_TLS =
      TlsClientSettings.of("es", "whether es.tls.* apply to https:// servers");

  public static final Setting<String> ES_INDEX_PREFIX =
      Setting.text("es.index-prefix")
          .says("goes before every index name, with a dash: prod gives prod-jaeger-span-…");

  public static final Setting<String> ES_INDEX_DATE_SEPARATOR =
      Setting.text("es.index-date-separator")
          .byDefault("-")
          .says("between year, month and day of an index name");

  public static final Setting<Integer> ES_NUM_SHARDS =
      Setting.integer("es.num-shards", 1, 1_024)
          .byDefault(5)
          .unit("shards")
          .says("shards of a new index");

  public static final Setting<Integer> ES_NUM_REPLICAS =
      Setting.integer("es.num-replicas", 0, 100)
          .byDefault(1)
          .unit("replicas")
          .says("replicas of a new index");

  public static final Setting<ByteSize> ES_BULK_SIZE =
      Setting.size("es.bulk.size", ByteSize.kib(1), ByteSize.mib(1024))
          .byDefault(ByteSize.bytes(5_000_000))
          .says("a bulk request is sent when it has this many bytes");

  public static final Setting<Integer> ES_BULK_WORKERS =
      Setting.integer("es.bulk.workers", 1, 256)
          .byDefault(1)
          .unit("requests")
          .says("bulk requests in flight");

  public static final Setting<Integer> ES_BULK_ACTIONS =
      Setting.integer("es.bulk.actions", 1, 1_000_000)
          .byDefault(1_000)
          .unit("documents")
          .says("a bulk request is sent when it has this many documents");

  public static final Setting<Duration> ES_BULK_FLUSH_INTERVAL =
      Setting.duration("es.bulk.flush-interval", Duration.ZERO)
          .byDefault(Duration.ofMillis(200))
          .says("how long spans that do not fill a bulk request wait for more of them");

  public static final Setting<Duration> ES_BULK_RETRY_FOR =
      Setting.duration("es.bulk.retry-for", Duration.ZERO)
          .byDefault(Duration.ofMinutes(10))
          .says("how long a document is sent again while servers are away or refuse for now");

  public static final Setting<Duration> ES_MAX_SPAN_AGE =
      Setting.duration("es.max-span-age", Duration.ofMinutes(1))
          .byDefault(Duration.ofHours(72))
          .says("how far back a trace by id is looked for first; only then everywhere");

  public static final Setting<Integer> ES_MAX_DOC_COUNT =
      Setting.integer("es.max-doc-count", 1, 1_000_000)
          .byDefault(10_000)
          .unit("documents")
          .says("most documents that one search returns");

  public static final Setting<Duration> ES_TIMEOUT =
      Setting.duration("es.timeout", Duration.ZERO)
          .byDefault(Duration.ofSeconds(30))
          .says("longest time to wait for one answer; 0 means without end");

  public static final Setting<Integer> ES_VERSION =
      Setting.integer("es.version", 0, 9)
          .unit("major version")
          .says(
              "8 or 9 of Elasticsearch, 7 for OpenSearch as in Jaeger; 0 asks the servers, and"
                  + " refuses what is too old");

  public static final Setting<Boolean> ES_CREATE_INDEX_TEMPLATES =
      Setting.flag("es.create-index-templates")
          .byDefault(true)
          .says("put Jaeger's index templates before the first span is written");

  public static final Setting<Boolean> ES_HTTP_COMPRESSION =
      Setting.flag("es.http-compression")
          .says("compress requests with gzip: less network for more processor time");

  public static final Setting<Boolean> ES_TAGS_AS_FIELDS_ALL =
      Setting.flag("es.tags-as-fields.all")
          .says("store every tag as a field of its own, for Kibana");

  public static final Setting<List<String>> ES_TAGS_AS_FIELDS_INCLUDE =
      Setting.words("es.tags-as-fields.include").says("tags to store as fields of their own");

  public static final Setting<String> ES_TAGS_AS_FIELDS_CONFIG_FILE =
      Setting.text("es.tags-as-fields.config-file")
          .says("file with one tag per line to store as a field of its own");

  public static final Setting<String> ES_TAGS_AS_FIELDS_DOT_REPLACEMENT =
      Setting.text("es.tags-as-fields.dot-replacement")
          .byDefault("@")
          .says("stands for the dots of such a tag's name");

  static SettingGroup[] groups() {
    return new SettingGroup[] {
      SettingGroup.of("Storage", TYPE),
      SettingGroup.of("Storage: memory", MEMORY_MAX_TRACES, MEMORY_MAX_BYTES),
      LocalSettings.group(),
      elasticsearch(),
      EsIndexSettings.group(),
      EsArchiveSettings.group()
    };
  }

  private static SettingGroup elasticsearch() {
    return SettingGroup.of(
        "Storage: elasticsearch and opensearch",
        ES_SERVER_URLS,
        ES_USERNAME,
        ES_PASSWORD,
        ES_PASSWORD_FILE,
        ES_TOKEN_FILE,
        ES_API_KEY_FILE,
        ES_TLS.enabled(),
        ES_TLS.ca(),
        ES_TLS.cert(),
        ES_TLS.key(),
        ES_TLS.serverName(),
        ES_TLS.skipHostVerify(),
        ES_TLS.reloadInterval(),
        ES_INDEX_PREFIX,
        ES_INDEX_DATE_SEPARATOR,
        ES_NUM_SHARDS,
        ES_NUM_REPLICAS,
        ES_BULK_SIZE,
        ES_BULK_WORKERS,
        ES_BULK_ACTIONS,
        ES_BULK_FLUSH_INTERVAL,
        ES_BULK_RETRY_FOR,
        ES_MAX_SPAN_AGE,
        ES_MAX_DOC_COUNT,
        ES_TIMEOUT,
        ES_VERSION,
        ES_CREATE_INDEX_TEMPLATES,
        ES_HTTP_COMPRESSION,
        ES_TAGS_AS_FIELDS_ALL,
        ES_TAGS_AS_FIELDS_INCLUDE,
        ES_TAGS_AS_FIELDS_CONFIG_FILE,
        ES_TAGS_AS_FIELDS_DOT_REPLACEMENT);
  }

  private StorageSettings() {}
}
