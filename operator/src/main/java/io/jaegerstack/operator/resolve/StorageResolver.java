package io.jaegerstack.operator.resolve;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.Quantity;
import io.jaegerstack.crds.v1.ElasticsearchStorageSpec;
import io.jaegerstack.crds.v1.StorageSpec;
import io.jaegerstack.crds.v1.StorageType;
import io.jaegerstack.settings.Setting;
import io.jaegerstack.settings.StorageSettings;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Defaults of the storage.
final class StorageResolver {
  /// What is stored by default where the pod's memory limit leaves room for it: a third of the
  /// all-in-one's default limit.
  private static final long DEFAULT_MAX_BYTES = 256L << 20;

  /// The default's part of the pod's memory limit is one in so many.
  private static final long DEFAULT_DIVISOR = 3;

  /// The most that stored traces may take of the pod's memory limit. The heap is 60% of it, and
  /// queues and answers live there too: a larger store ends by OutOfMemoryError again and again.
  private static final long MOST_PERCENT = 40;

  private static final ElasticsearchStorageSpec NO_ELASTICSEARCH_SPEC =
      new ElasticsearchStorageSpec(null, null, null, null, null, null);

  /// @param memoryLimit of the one pod that would hold stored traces; empty where there is none
  static ResolvedStorage resolve(
      @Nullable StorageSpec given, Optional<Quantity> memoryLimit, Problems problems) {
    var spec = given == null ? new StorageSpec(null, null, null) : given;
    return switch (requireNonNullElse(spec.type(), StorageType.Memory)) {
      case Memory ->
          new ResolvedStorage.Memory(
              spec.memory() == null || spec.memory().maxBytes() == null
                  ? defaultMaxBytes(memoryLimit)
                  : maxBytes(spec.memory().maxBytes(), memoryLimit, problems));
      case Elasticsearch -> elasticsearch(spec.elasticsearch(), problems);
    };
  }

  private static ResolvedStorage elasticsearch(
      @Nullable ElasticsearchStorageSpec spec, Problems problems) {
    if (spec == null || spec.urls() == null || spec.urls().isEmpty()) {
      problems.add(
          "spec.storage.elasticsearch.urls",
          "is empty, expected http:// or https:// URLs with storage.type Elasticsearch");
      return elasticsearch(List.of(), NO_ELASTICSEARCH_SPEC);
    }
    return elasticsearch(spec.urls().stream().filter(Objects::nonNull).toList(), spec);
  }

  private static ResolvedStorage elasticsearch(List<String> urls, ElasticsearchStorageSpec spec) {
    return new ResolvedStorage.Elasticsearch(
        urls,
        Optional.ofNullable(spec.secretName()),
        orDefault(spec.indexPrefix(), StorageSettings.ES_INDEX_PREFIX),
        orDefault(spec.indexDateSeparator(), StorageSettings.ES_INDEX_DATE_SEPARATOR),
        orDefault(spec.shards(), StorageSettings.ES_NUM_SHARDS),
        orDefault(spec.replicas(), StorageSettings.ES_NUM_REPLICAS));
  }

  /// The process's own default, which is Jaeger's.
  private static <T> T orDefault(@Nullable T given, Setting<T> setting) {
    return requireNonNullElse(given, setting.byDefault());
  }

  private static long defaultMaxBytes(Optional<Quantity> memoryLimit) {
    long most = memoryLimit.map(limit -> bytes(limit) / DEFAULT_DIVISOR).orElse(DEFAULT_MAX_BYTES);
    return Math.min(most, DEFAULT_MAX_BYTES);
  }

  private static long maxBytes(Quantity given, Optional<Quantity> memoryLimit, Problems problems) {
    memoryLimit
        .filter(limit -> bytes(given) * 100 > bytes(limit) * MOST_PERCENT)
        .ifPresent(
            limit ->
                problems.add(
                    "spec.storage.memory.maxBytes",
                    "is %s, expected at most %d%% of the all-in-one's memory limit %s; store less, or raise spec.allInOne.resources.limits.memory"
                        .formatted(given, MOST_PERCENT, limit)));
    return bytes(given);
  }

  private static long bytes(Quantity quantity) {
    return quantity.getNumericalAmount().longValue();
  }

  private StorageResolver() {}
}
