package io.jaegerstack.operator.dependents;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.jaegerstack.crds.v1.JaegerStack;
import io.jaegerstack.operator.manifests.pod.StackLabels;
import io.jaegerstack.operator.manifests.storage.VolumeManifests;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The claim of the volume that a stack's spans are on. One that is to be retained is owned by
/// nobody, so that it stays when the stack goes, and is found by its labels.
@KubernetesDependent(informer = @Informer(labelSelector = StackLabels.OURS))
public final class VolumeClaims extends PlannedObjects<PersistentVolumeClaim>
    implements SecondaryToPrimaryMapper<PersistentVolumeClaim> {

  public VolumeClaims() {
    super(PersistentVolumeClaim.class);
  }

  @Override
  public Set<ResourceID> toPrimaryResourceIDs(PersistentVolumeClaim claim) {
    return StackLabels.stackOf(claim)
        .map(stack -> Set.of(new ResourceID(stack.name(), stack.namespace())))
        .orElse(Set.of());
  }

  @Override
  protected void addReferenceHandlingMetadata(PersistentVolumeClaim claim, JaegerStack stack) {
    if (!VolumeManifests.isRetained(claim)) {
      super.addReferenceHandlingMetadata(claim, stack);
    }
  }

  /// What a claim cannot give up is no longer asked of it; the condition StorageReady tells where
  /// that is something else than the spec's.
  @Override
  public Map<String, PersistentVolumeClaim> desiredResources(
      JaegerStack stack, Context<JaegerStack> context) {
    var there = getSecondaryResources(stack, context);
    var desired = new LinkedHashMap<>(super.desiredResources(stack, context));
    desired.replaceAll(
        (name, claim) ->
            there.containsKey(name) ? VolumeManifests.asFarAs(there.get(name), claim) : claim);
    return desired;
  }

  /// With what the stack owns, a claim that an earlier stack of its name has left, where one is
  /// planned; where none is, that claim is nobody's to remove.
  @Override
  public Map<String, PersistentVolumeClaim> getSecondaryResources(
      JaegerStack stack, Context<JaegerStack> context) {
    var owned = super.getSecondaryResources(stack, context);
    var planned = Plan.from(context).ofKind(resourceType()).keySet();
    var left =
        context
            .getSecondaryResourcesAsStream(resourceType())
            .filter(claim -> claim.getMetadata().getDeletionTimestamp() == null)
            .filter(claim -> claim.getMetadata().getOwnerReferences().isEmpty())
            .filter(claim -> planned.contains(claim.getMetadata().getName()))
            .collect(Collectors.toMap(claim -> claim.getMetadata().getName(), claim -> claim));
    left.putAll(owned);
    return left;
  }
}
