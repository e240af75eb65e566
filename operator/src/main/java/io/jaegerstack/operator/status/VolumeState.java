package io.jaegerstack.operator.status;

import static java.util.Comparator.comparing;
import static java.util.Comparator.nullsFirst;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.jaegerstack.operator.manifests.storage.VolumeManifests;
import io.jaegerstack.operator.resolve.ResolvedStorage.Local;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How far the volume of storage Local is. What is wrong with a claim is said by events only; they
/// are gone after an hour, but are repeated while it is wrong.
sealed interface VolumeState {

  /// There.
  ///
  /// @param note about its size; may be empty
  record Bound(String claim, String note) implements VolumeState {}

  /// Nothing has gone wrong so far.
  record Pending(String message) implements VolumeState {}

  /// It will not be there unless something is done.
  record Stuck(String reason, String message) implements VolumeState {}

  static VolumeState of(String name, Local wanted, ObservedStorage seen) {
    return seen.claims().stream()
        .filter(claim -> claim.getMetadata().getName().equals(name))
        .findFirst()
        .map(claim -> of(claim, wanted, seen))
        .orElseGet(() -> new Pending("claim %s is not there yet".formatted(name)));
  }

  private static VolumeState of(PersistentVolumeClaim claim, Local wanted, ObservedStorage seen) {
    String name = claim.getMetadata().getName();
    String phase = claim.getStatus() == null ? "Pending" : claim.getStatus().getPhase();
    if ("Bound".equals(phase)) {
      return new Bound(name, sizeNote(claim, wanted) + classNote(claim, wanted));
    }
    if ("Lost".equals(phase)) {
      return new Stuck(
          "VolumeLost",
          "the volume of claim %s is gone, and the spans with it: delete the claim, and another one is made"
              .formatted(name));
    }
    if (claim.getSpec().getStorageClassName() == null) {
      return new Stuck(
          "NoStorageClass",
          "no StorageClass provides a volume for claim %s: the cluster has no default class; set spec.storage.local.storageClassName, or mark a class as the default, or choose spec.storage.type Memory"
              .formatted(name));
    }
    return complaint(claim, seen)
        .orElseGet(
            () ->
                new Pending(
                    "claim %s waits for its volume of StorageClass %s"
                        .formatted(name, claim.getSpec().getStorageClassName())));
  }

  private static Optional<VolumeState> complaint(
      PersistentVolumeClaim claim, ObservedStorage seen) {
    return seen.claimEvents().stream()
        .filter(event -> "Warning".equals(event.getType()))
        .filter(
            event ->
                event.getInvolvedObject() != null
                    && claim.getMetadata().getUid().equals(event.getInvolvedObject().getUid()))
        .max(comparing(Event::getLastTimestamp, nullsFirst(Comparator.<String>naturalOrder())))
        .map(event -> stuck(claim, event));
  }

  private static VolumeState stuck(PersistentVolumeClaim claim, Event event) {
    boolean isUnknown =
        String.valueOf(event.getMessage()).contains("storageclass")
            && String.valueOf(event.getMessage()).contains("not found");
    String complaint =
        "claim %s has no volume: %s: %s"
            .formatted(claim.getMetadata().getName(), event.getReason(), event.getMessage());
    // A claim that names a class cannot name another, whether it has a volume or not.
    return isUnknown
        ? new Stuck(
            "NoStorageClass",
            complaint
                + "; make that StorageClass, or delete the stack and make it again with one that is there in spec.storage.local.storageClassName")
        : new Stuck("VolumeNotProvisioned", complaint);
  }

  /// Where the spec names a class afterwards, or finds a claim of another one.
  private static String classNote(PersistentVolumeClaim claim, Local wanted) {
    String its = String.valueOf(claim.getSpec().getStorageClassName());
    return wanted
        .storageClassName()
        .filter(named -> !named.equals(its))
        .map(
            named ->
                ", which stays in StorageClass %s though the spec names %s".formatted(its, named))
        .orElse("");
  }

  private static String sizeNote(PersistentVolumeClaim claim, Local wanted) {
    var asked = VolumeManifests.size(claim);
    if (isMore(asked, wanted.size())) {
      return ", which stays at %s though the spec says %s".formatted(asked, wanted.size());
    }
    return storage(claim.getStatus().getCapacity())
        .filter(there -> isMore(asked, there))
        .map(there -> ", which has %s and is to grow to %s".formatted(there, asked))
        .orElse("");
  }

  private static boolean isMore(Quantity one, Quantity other) {
    return one.getNumericalAmount().compareTo(other.getNumericalAmount()) > 0;
  }

  private static Optional<Quantity> storage(@Nullable Map<String, Quantity> amounts) {
    return Optional.ofNullable(amounts).map(all -> all.get("storage"));
  }
}
