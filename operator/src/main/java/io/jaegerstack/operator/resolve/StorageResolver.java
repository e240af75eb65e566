package io.jaegerstack.operator.resolve;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.Quantity;
import io.jaegerstack.crds.v1.DeletionPolicy;
import io.jaegerstack.crds.v1.LocalStorageSpec;
import io.jaegerstack.crds.v1.StorageSpec;
import io.jaegerstack.crds.v1.StorageType;
import io.jaegerstack.settings.DependencySettings;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Defaults of the storage.
final class StorageResolver {
  private static final StorageType BY_DEFAULT = StorageType.Local;

  /// What is stored by default where the pod's memory limit leaves room for it: a third of the
  /// all-in-one's default limit.
  private static final long DEFAULT_MAX_BYTES = 256L << 20;

  /// The default's part of the pod's memory limit is one in so many.
  private static final long DEFAULT_DIVISOR = 3;

  /// The most that stored traces may take of the pod's memory limit, nearly all of it outside the
  /// heap. The heap has 38% of it (build/image/components.sh), buffers and the JVM itself the rest.
  private static final long MOST_PERCENT = 40;

  private static final Quantity DEFAULT_VOLUME = new Quantity("10Gi");

  /// The part of a volume that spans may take: the rest is for segments that are merged, and for
  /// the file system's own.
  private static final long VOLUME_PERCENT = 80;

  /// What `local.max-bytes` may be.
  private static final long MOST_LOCAL_BYTES = 16L << 40;

  private static final LocalStorageSpec NO_LOCAL_SPEC =
      new LocalStorageSpec(null, null, null, null);

  /// @param memoryLimit of the one pod that would hold stored traces; empty where there is none
  /// @param inEffect what the stack was last given; null where it was given none yet
  static ResolvedStorage resolve(
      @Nullable StorageSpec given,
      Optional<Quantity> memoryLimit,
      @Nullable StorageType inEffect,
      Problems problems) {
    var spec = given == null ? StorageSpec.of(null) : given;
    return switch (type(spec, inEffect)) {
      case Memory ->
          new ResolvedStorage.Memory(
              spec.memory() == null || spec.memory().maxBytes() == null
                  ? defaultMaxBytes(memoryLimit)
                  : maxBytes(spec.memory().maxBytes(), memoryLimit, problems));
      case Local -> local(requireNonNullElse(spec.local(), NO_LOCAL_SPEC));
      case Elasticsearch ->
          new ElasticsearchResolver(StorageType.Elasticsearch)
              .resolve(spec.elasticsearch(), problems)
              .with(dependencies(spec));
      case OpenSearch ->
          new ElasticsearchResolver(StorageType.OpenSearch)
              .resolve(spec.opensearch(), problems)
              .with(dependencies(spec));
      case Cassandra ->
          CassandraResolver.resolve(spec.cassandra(), problems).with(dependencies(spec));
    };
  }

  /// A stack that runs in memory without having said so stays there, whatever the default of a
  /// stack without a database: a new version of the operator changes nothing without being asked
  /// (ADR 021).
  static StorageType type(StorageSpec spec, @Nullable StorageType inEffect) {
    if (spec.type() != null) {
      return spec.type();
    }
    if (spec.local() != null) {
      return StorageType.Local;
    }
    return spec.memory() != null || inEffect == StorageType.Memory
        ? StorageType.Memory
        : BY_DEFAULT;
  }

  private static Map<String, String> dependencies(StorageSpec spec) {
    var settings = new ServerSettings("");
    if (spec.dependencies() != null) {
      settings
          .with(DependencySettings.ENABLED.name(), spec.dependencies().enabled())
          .with(DependencySettings.INTERVAL.name(), spec.dependencies().interval());
    }
    return settings.environment();
  }

  private static ResolvedStorage.Local local(LocalStorageSpec spec) {
    var size = requireNonNullElse(spec.size(), DEFAULT_VOLUME);
    return new ResolvedStorage.Local(
        size,
        Math.min(MOST_LOCAL_BYTES, bytes(size) / 100 * VOLUME_PERCENT),
        Optional.ofNullable(spec.storageClassName()),
        Optional.ofNullable(spec.maxAge()),
        requireNonNullElse(spec.deletionPolicy(), DeletionPolicy.Delete));
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
