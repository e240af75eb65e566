package io.jaegerstack.operator.status;

import io.jaegerstack.crds.v1.StorageType;
import io.jaegerstack.operator.resolve.ResolvedStorage;
import io.jaegerstack.operator.resolve.ResolvedStorage.Elasticsearch;
import io.jaegerstack.operator.resolve.ResolvedStorage.Memory;
import io.jaegerstack.operator.status.StorageReport.Available;
import io.jaegerstack.operator.status.StorageReport.Failing;
import io.jaegerstack.operator.status.StorageReport.Silent;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The condition StorageReady: whether spans can be stored, as those say that store them. The
/// operator itself never calls a storage: it reads no Secret, and an address that a user wrote is
/// no reason to send requests there.
final class StorageReady {
  /// More of the same would only lengthen the message.
  private static final int MOST_NAMED = 3;

  static void into(Conditions conditions, ResolvedStorage storage, List<StorageReport> reports) {
    switch (storage) {
      case Memory(long maxBytes) ->
          conditions.with(
              Conditions.STORAGE_READY,
              true,
              "InMemory",
              "spans are in the backend pod's memory, at most %d bytes: they are lost when it restarts, and the oldest leave first when it is full"
                  .formatted(maxBytes));
      case Elasticsearch elasticsearch -> of(conditions, addresses(elasticsearch), reports);
    }
  }

  /// Where the spec says nothing of the storage, because it is invalid or was not applied: what
  /// runs goes on storing spans, or failing to.
  ///
  /// @param inEffect what the stack was last given; null where it was given none yet
  static void ofWhatRuns(
      Conditions conditions, @Nullable StorageType inEffect, List<StorageReport> reports) {
    if (inEffect != StorageType.Memory) {
      of(conditions, "the storage in effect", reports);
    }
  }

  private static void of(Conditions conditions, String address, List<StorageReport> reports) {
    var failing = reports.stream().filter(Failing.class::isInstance).sorted().toList();
    long available = reports.stream().filter(Available.class::isInstance).count();
    if (!failing.isEmpty()) {
      conditions.with(
          Conditions.STORAGE_READY,
          false,
          "StorageUnavailable",
          withoutPassword(
              "%s cannot be used by %d of %d collectors: %s; they hold spans for a while, then drop and count them"
                  .formatted(address, failing.size(), reports.size(), words(failing))));
    } else if (available > 0) {
      conditions.with(
          Conditions.STORAGE_READY,
          true,
          "StorageAnswers",
          "%s answers %d of %d collectors".formatted(address, available, reports.size()));
    } else {
      conditions.unknown(
          Conditions.STORAGE_READY,
          "NoCollectorTells",
          withoutPassword(
              reports.isEmpty()
                  ? "whether %s answers is not known: no collector runs".formatted(address)
                  : "whether %s answers is not known: %s".formatted(address, words(reports))));
    }
  }

  private static String words(List<StorageReport> reports) {
    String named =
        reports.stream()
            .sorted()
            .limit(MOST_NAMED)
            .map(StorageReady::words)
            .collect(Collectors.joining("; "));
    return reports.size() <= MOST_NAMED ? named : named + "; and others";
  }

  private static String words(StorageReport report) {
    return switch (report) {
      case Available(var pod) -> "pod %s: answers".formatted(pod);
      case Failing(var pod, var error) -> "pod %s: %s".formatted(pod, error);
      case Silent(var pod, var why) -> "pod %s: %s".formatted(pod, why);
    };
  }

  private static String addresses(Elasticsearch elasticsearch) {
    return withoutPassword(String.join(", ", elasticsearch.urls()));
  }

  /// Addresses with a user and password in them are refused where they are written; should one come
  /// here nevertheless, in a stock collector's words, a status is no place for it.
  private static String withoutPassword(String text) {
    return text.replaceAll("://[^/@\\s]*@", "://");
  }

  private StorageReady() {}
}
