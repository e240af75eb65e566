package io.jaegerstack.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jaegerstack.crds.v1.Condition;
import io.jaegerstack.operator.resolve.ResolvedStack;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class VolumeStateTest {
  private static final ResolvedStack PLAN = SeenStorage.plan("{local: {size: 20Gi}}");
  private static final String IN_CLASS = "storageClassName: fast";
  private static final String PENDING = "phase: Pending";

  @Test
  void claimWithoutAnyClassSaysWhatToDo() {
    var condition = storageReady(claim("", PENDING));
    assertThat(condition.status()).isEqualTo("False");
    assertThat(condition.reason()).isEqualTo("NoStorageClass");
    assertThat(condition.message())
        .contains(
            "claim tracing-local",
            "no default class",
            "spec.storage.local.storageClassName",
            "spec.storage.type Memory");
  }

  @Test
  void classThatIsNotThereIsTheProvisionersWord() {
    var condition =
        storageReady(
            claim(IN_CLASS, PENDING),
            event("ProvisioningFailed", "storageclass.storage.k8s.io \"fast\" not found"));
    assertThat(condition.reason()).isEqualTo("NoStorageClass");
    assertThat(condition.message())
        .contains(
            "ProvisioningFailed",
            "\"fast\" not found",
            "make that StorageClass",
            "spec.storage.local.storageClassName");
  }

  @Test
  void whatElseAProvisionerComplainsOfIsShown() {
    var condition =
        storageReady(
            claim(IN_CLASS, PENDING), event("ProvisioningFailed", "out of quota in zone a"));
    assertThat(condition.reason()).isEqualTo("VolumeNotProvisioned");
    assertThat(condition.message()).endsWith("ProvisioningFailed: out of quota in zone a");
  }

  @Test
  void complaintsAboutAnEarlierClaimDoNotCount() {
    var other = event("ProvisioningFailed", "out of quota");
    other.getInvolvedObject().setUid("another");
    assertThat(storageReady(claim(IN_CLASS, PENDING), other).reason()).isEqualTo("VolumePending");
  }

  @Test
  void claimThatWaitsIsNotKnownToBeWrong() {
    var condition =
        storageReady(
            claim(IN_CLASS, PENDING), notice("WaitForFirstConsumer", "waiting for first consumer"));
    assertThat(condition.status()).isEqualTo("Unknown");
    assertThat(condition.reason()).isEqualTo("VolumePending");
  }

  @Test
  void lostVolumeIsTold() {
    assertThat(storageReady(claim(IN_CLASS, "phase: Lost")).reason()).isEqualTo("VolumeLost");
  }

  @Test
  void boundVolumeIsReadyOnceThePodSaysSo() {
    var claim = claim(IN_CLASS, "phase: Bound, capacity: {storage: 20Gi}");
    assertThat(storageReady(claim).status()).isEqualTo("Unknown");
    var condition = SeenStorage.storageReady(PLAN, seen(claim, new StorageReport.Available("t-1")));
    assertThat(condition.status()).isEqualTo("True");
    assertThat(condition.reason()).isEqualTo("OnVolume");
    var full =
        SeenStorage.storageReady(PLAN, seen(claim, new StorageReport.Failing("t-1", "full")));
    assertThat(full.status()).isEqualTo("False");
    assertThat(full.message()).contains("the volume of claim tracing-local", "full");
  }

  @Test
  void volumeThatIsOtherThanTheSpecSaysIsTold() {
    var plan = SeenStorage.plan("{local: {size: 5Gi, storageClassName: slow}}");
    var claim = claim(IN_CLASS, "phase: Bound, capacity: {storage: 20Gi}");
    assertThat(
            SeenStorage.storageReady(plan, seen(claim, new StorageReport.Available("t-1")))
                .message())
        .contains("stays at 20Gi though the spec says 5Gi")
        .contains("stays in StorageClass fast though the spec names slow");
  }

  @Test
  void volumeThatIsStillToGrowIsTold() {
    var claim = claim(IN_CLASS, "phase: Bound, capacity: {storage: 10Gi}");
    assertThat(
            SeenStorage.storageReady(PLAN, seen(claim, new StorageReport.Available("t-1")))
                .message())
        .contains("which has 10Gi and is to grow to 20Gi");
  }

  private static Condition storageReady(PersistentVolumeClaim claim, Event... events) {
    return SeenStorage.storageReady(
        PLAN,
        SeenStorage.seen(
            new ObservedStorage(List.of(), List.of(), List.of(claim), Arrays.asList(events))));
  }

  private static Observed seen(PersistentVolumeClaim claim, StorageReport report) {
    return SeenStorage.seen(
        new ObservedStorage(List.of(report), List.of(), List.of(claim), List.of()));
  }

  private static PersistentVolumeClaim claim(String spec, String status) {
    return Serialization.unmarshal(
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: tracing-local, namespace: observability, uid: claim-uid}
        spec: {resources: {requests: {storage: 20Gi}}, %s}
        status: {%s}
        """
            .formatted(spec, status),
        PersistentVolumeClaim.class);
  }

  private static Event event(String reason, String message) {
    var event = notice(reason, message);
    event.setType("Warning");
    return event;
  }

  private static Event notice(String reason, String message) {
    return Serialization.unmarshal(
        """
        apiVersion: v1
        kind: Event
        metadata: {name: e, namespace: observability}
        type: Normal
        reason: %s
        message: '%s'
        lastTimestamp: 2026-01-31T12:00:00Z
        involvedObject: {kind: PersistentVolumeClaim, name: tracing-local, uid: claim-uid}
        """
            .formatted(reason, message),
        Event.class);
  }
}
