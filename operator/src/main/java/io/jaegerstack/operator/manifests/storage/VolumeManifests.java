package io.jaegerstack.operator.manifests.storage;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeResourceRequirements;
import io.jaegerstack.crds.v1.DeletionPolicy;
import io.jaegerstack.operator.manifests.pod.StackLabels;
import io.jaegerstack.operator.resolve.ResolvedStack;
import io.jaegerstack.operator.resolve.ResolvedStorage.Local;
import java.util.Map;
import java.util.Optional;

/// The volume that spans are on with storage Local.
public final class VolumeManifests {
  /// Says of a claim what becomes of it without its stack.
  private static final String POLICY = "jaegerstack.io/deletion-policy";

  public static PersistentVolumeClaim claim(ResolvedStack stack, Local local) {
    return new PersistentVolumeClaimBuilder()
        .withMetadata(StackLabels.metadata(stack.name(), stack.name().volumeClaim()))
        .editMetadata()
        .addToAnnotations(POLICY, local.deletionPolicy().name())
        .endMetadata()
        .withNewSpec()
        .withAccessModes("ReadWriteOnce")
        .withStorageClassName(local.storageClassName().orElse(null))
        .withNewResources()
        .withRequests(Map.of("storage", local.size()))
        .endResources()
        .endSpec()
        .build();
  }

  /// `planned` as far as the claim that is there allows it: that keeps its class, and never becomes
  /// smaller.
  public static PersistentVolumeClaim asFarAs(
      PersistentVolumeClaim there, PersistentVolumeClaim planned) {
    var builder = new PersistentVolumeClaimBuilder(planned);
    if (there.getSpec().getStorageClassName() != null) {
      builder.editSpec().withStorageClassName(there.getSpec().getStorageClassName()).endSpec();
    }
    if (size(there).getNumericalAmount().compareTo(size(planned).getNumericalAmount()) > 0) {
      builder
          .editSpec()
          .editResources()
          .addToRequests("storage", size(there))
          .endResources()
          .endSpec();
    }
    return builder.build();
  }

  /// What a claim asks for; nothing where it does not say.
  public static Quantity size(PersistentVolumeClaim claim) {
    return Optional.ofNullable(claim.getSpec().getResources())
        .map(VolumeResourceRequirements::getRequests)
        .map(requests -> requests.get("storage"))
        .orElse(new Quantity("0"));
  }

  /// Whether the claim stays when its stack goes; such a claim is owned by nobody.
  public static boolean isRetained(PersistentVolumeClaim claim) {
    var annotations = claim.getMetadata().getAnnotations();
    return annotations != null && DeletionPolicy.Retain.name().equals(annotations.get(POLICY));
  }

  private VolumeManifests() {}
}
