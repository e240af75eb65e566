package io.jaegerstack.operator.resolve;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.Quantity;
import io.jaegerstack.crds.v1.ElasticsearchStorageSpec;
import io.jaegerstack.crds.v1.StorageSpec;
import io.jaegerstack.crds.v1.StorageType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Defaults of the storage.
final class StorageResolver {
  /// A third of the all-in-one's default memory limit; the rest is heap for queues and answers.
  private static final long DEFAULT_MAX_BYTES = 256L << 20;

  /// Jaeger's own defaults (`es.num-shards`, `es.num-replicas`).
  private static final int DEFAULT_SHARDS = 5;

  private static final int DEFAULT_REPLICAS = 1;

  static ResolvedStorage resolve(@Nullable StorageSpec given, Problems problems) {
    var spec = given == null ? new StorageSpec(null, null, null) : given;
    return switch (requireNonNullElse(spec.type(), StorageType.Memory)) {
      case Memory ->
          new ResolvedStorage.Memory(
              spec.memory() == null ? DEFAULT_MAX_BYTES : bytes(spec.memory().maxBytes()));
      case Elasticsearch -> elasticsearch(spec.elasticsearch(), problems);
    };
  }

  private static ResolvedStorage elasticsearch(
      @Nullable ElasticsearchStorageSpec spec, Problems problems) {
    if (spec == null || spec.urls() == null || spec.urls().isEmpty()) {
      problems.add(
          "spec.storage.elasticsearch.urls",
          "is empty, expected http:// or https:// URLs with storage.type Elasticsearch");
      return new ResolvedStorage.Elasticsearch(
          List.of(), Optional.empty(), "", DEFAULT_SHARDS, DEFAULT_REPLICAS);
    }
    return new ResolvedStorage.Elasticsearch(
        spec.urls(),
        Optional.ofNullable(spec.secretName()),
        requireNonNullElse(spec.indexPrefix(), ""),
        requireNonNullElse(spec.shards(), DEFAULT_SHARDS),
        requireNonNullElse(spec.replicas(), DEFAULT_REPLICAS));
  }

  private static long bytes(@Nullable Quantity quantity) {
    return quantity == null ? DEFAULT_MAX_BYTES : quantity.getNumericalAmount().longValue();
  }

  private StorageResolver() {}
}
