package io.jaegerstack.operator.manifests.pod;

import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;

/// What makes a pod fit the Pod Security Standard `restricted`, the same for all of ours.
public final class PodSecurity {
  /// The user of our images; a number, so that the kubelet can see that it is not root.
  private static final long USER = 65_532L;

  /// For `hsperfdata` and native libraries of the JVM; the root file system is read-only.
  private static final String SCRATCH_SIZE = "64Mi";

  private static final String SCRATCH = "tmp";

  public static PodSecurityContext ofPod() {
    return new PodSecurityContextBuilder()
        .withRunAsNonRoot(true)
        .withRunAsUser(USER)
        .withRunAsGroup(USER)
        .withFsGroup(USER)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .build();
  }

  public static SecurityContext ofContainer() {
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .build();
  }

  /// The one directory that is always there to write to.
  public static Volume scratch() {
    return new VolumeBuilder()
        .withName(SCRATCH)
        .withNewEmptyDir()
        .withSizeLimit(new Quantity(SCRATCH_SIZE))
        .endEmptyDir()
        .build();
  }

  public static VolumeMount scratchMount() {
    return new VolumeMountBuilder().withName(SCRATCH).withMountPath("/tmp").build();
  }

  private PodSecurity() {}
}
