package io.jaegerstack.operator.status;

import io.jaegerstack.crds.v1.StorageType;
import io.jaegerstack.operator.resolve.ResolvedStack;
import io.jaegerstack.operator.resolve.ResolvedStorage.Local;
import io.jaegerstack.operator.resolve.ResolvedStorage.Memory;
import io.jaegerstack.operator.resolve.ResolvedStorage.Servers;
import io.jaegerstack.operator.status.StorageReport.Available;
import io.jaegerstack.operator.status.StorageReport.Failing;
import io.jaegerstack.operator.status.StorageReport.Silent;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The condition StorageReady: whether spans can be stored, as those say that store them, and
/// before them the Job that looks whether they may. The operator itself never calls a storage: it
/// reads no Secret, and an address that a user wrote is no reason to send requests there.
final class StorageReady {
  /// More of the same would only lengthen the message.
  private static final int MOST_NAMED = 3;

  static void into(Conditions conditions, ResolvedStack wanted, Observed seen) {
    switch (wanted.storage()) {
      case Memory(long maxBytes) ->
          conditions.with(
              Conditions.STORAGE_READY,
              true,
              "InMemory",
              "spans are in the backend pod's memory, at most %d bytes: they are lost when it restarts, and the oldest leave first when it is full; with spec.storage.type Local they stay"
                  .formatted(maxBytes));
      case Local local -> ofVolume(conditions, wanted.name().volumeClaim(), local, seen);
      case Servers servers ->
          ofServers(
              conditions,
              withoutPassword(String.join(", ", servers.addresses())),
              Preflight.of(wanted, seen),
              seen.storageReports());
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

  private static void ofVolume(Conditions conditions, String claim, Local local, Observed seen) {
    switch (VolumeState.of(claim, local, seen.storage())) {
      case VolumeState.Stuck(var reason, var message) ->
          conditions.with(Conditions.STORAGE_READY, false, reason, message);
      case VolumeState.Pending(var message) ->
          conditions.unknown(Conditions.STORAGE_READY, "VolumePending", message);
      case VolumeState.Bound(var name, var note)
          when seen.storageReports().stream().anyMatch(Available.class::isInstance)
              && seen.storageReports().stream().noneMatch(Failing.class::isInstance) ->
          conditions.with(
              Conditions.STORAGE_READY,
              true,
              "OnVolume",
              "spans are on the volume of claim %s%s, at most %d bytes: the oldest leave first when it is full"
                  .formatted(name, note, local.maxBytes()));
      case VolumeState.Bound(var name, var note) ->
          of(conditions, "the volume of claim " + name + note, seen.storageReports());
    }
  }

  private static void ofServers(
      Conditions conditions, String address, Preflight preflight, List<StorageReport> reports) {
    switch (preflight) {
      case Preflight.Passed() -> of(conditions, address, reports);
      case Preflight.Waiting(var message) when reports.isEmpty() ->
          conditions.unknown(
              Conditions.STORAGE_READY,
              "SchemaJobRunning",
              "whether %s can be used is not known: %s".formatted(address, message));
      case Preflight.Waiting waiting -> of(conditions, address, reports);
      case Preflight.Failing(var reason, var message) ->
          conditions.with(
              Conditions.STORAGE_READY,
              false,
              reason,
              withoutPassword(
                  "%s cannot be used: %s; %s"
                      .formatted(
                          address,
                          message,
                          reports.isEmpty()
                              ? "collectors start when it can"
                              : "collectors go on as they were until it can")));
    }
  }

  private static void of(Conditions conditions, String address, List<StorageReport> reports) {
    var failing = reports.stream().filter(Failing.class::isInstance).sorted().toList();
    long available = reports.stream().filter(Available.class::isInstance).count();
    if (!failing.isEmpty()) {
      conditions.with(
          Conditions.STORAGE_READY,
          false,
          reason(failing),
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

  /// What the collectors agree on; the general word where they do not, or do not know.
  private static String reason(List<StorageReport> failing) {
    var reasons =
        failing.stream()
            .map(Failing.class::cast)
            .flatMap(report -> report.reason().stream())
            .distinct()
            .toList();
    return Optional.of(reasons)
        .filter(named -> named.size() == 1)
        .map(List::getFirst)
        .filter(TaskResult.REASONS::contains)
        .orElse("StorageUnavailable");
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
      case Failing(var pod, var error, var reason) -> "pod %s: %s".formatted(pod, error);
      case Silent(var pod, var why) -> "pod %s: %s".formatted(pod, why);
    };
  }

  /// Addresses with a user and password in them are refused where they are written; should one come
  /// here nevertheless, in a stock collector's words, a status is no place for it.
  private static String withoutPassword(String text) {
    return text.replaceAll("://[^/@\\s]*@", "://");
  }

  private StorageReady() {}
}
