package io.jaegerstack.operator.dependents;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jaegerstack.crds.v1.JaegerStack;
import io.jaegerstack.operator.manifests.Ownership;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.CRUDBulkDependentResource;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import java.util.Map;
import java.util.stream.Collectors;

/// All planned objects of one kind: applied with server-side apply where they differ, removed where
/// they are no longer planned, left to the cluster's garbage collection when the stack goes.
sealed class PlannedObjects<R extends HasMetadata>
    extends CRUDKubernetesDependentResource<R, JaegerStack>
    implements CRUDBulkDependentResource<R, JaegerStack, String>
    permits ConfigMaps,
        CronJobs,
        DaemonSets,
        Deployments,
        DisruptionBudgets,
        Ingresses,
        Jobs,
        ServiceAccounts,
        Services,
        VolumeClaims {

  PlannedObjects(Class<R> kind) {
    super(kind);
  }

  @Override
  public Map<String, R> desiredResources(JaegerStack stack, Context<JaegerStack> context) {
    return Plan.from(context).ofKind(resourceType());
  }

  /// Objects that belong to this very stack, by its uid: one of the same name that has been deleted
  /// since may still own some. Those are the garbage collector's, also before it has marked them.
  /// What is held is left out, so that it is neither changed nor removed.
  @Override
  public Map<String, R> getSecondaryResources(JaegerStack stack, Context<JaegerStack> context) {
    return context
        .getSecondaryResourcesAsStream(resourceType())
        .filter(object -> object.getMetadata().getDeletionTimestamp() == null)
        .filter(object -> Ownership.isOwned(object, stack))
        .filter(object -> !Plan.from(context).isHeld(object))
        .collect(Collectors.toMap(object -> object.getMetadata().getName(), object -> object));
  }

  /// Removes an object only in the version that was seen, so that one made anew in the meantime
  /// stays.
  @Override
  public void deleteTargetResource(
      JaegerStack stack, R object, String name, Context<JaegerStack> context) {
    context.getClient().resource(object).lockResourceVersion().delete();
  }
}
