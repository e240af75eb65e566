package io.jaegerstack.operator.manifests;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;

/// Whose an object is. Labels and names do not say: anybody may set a label, and a deleted stack
/// may have had the same name. Owner references do, by uid.
public final class Ownership {
  /// On each pod of a Deployment, and at the end of the name of the ReplicaSet that made it.
  private static final String TEMPLATE_HASH = "pod-template-hash";

  public static boolean isOwned(HasMetadata object, HasMetadata owner) {
    return object.getMetadata().getOwnerReferences().stream()
        .anyMatch(reference -> reference.getUid().equals(owner.getMetadata().getUid()));
  }

  /// Whether a Deployment of that name has made the pod, by way of a ReplicaSet. ReplicaSets are
  /// not ours to read, so this goes by the name that the cluster gives them.
  public static boolean isMadeByDeployment(Pod pod, String deployment) {
    var labels = pod.getMetadata().getLabels();
    return labels != null
        && controller(pod)
            .filter(reference -> reference.getKind().equals("ReplicaSet"))
            .filter(set -> set.getName().equals(deployment + "-" + labels.get(TEMPLATE_HASH)))
            .isPresent();
  }

  private static Optional<OwnerReference> controller(Pod pod) {
    return pod.getMetadata().getOwnerReferences().stream()
        .filter(reference -> Boolean.TRUE.equals(reference.getController()))
        .findFirst();
  }

  private Ownership() {}
}
