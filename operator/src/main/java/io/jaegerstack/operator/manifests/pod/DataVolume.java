package io.jaegerstack.operator.manifests.pod;

import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.List;

/// A directory of a pod that is no ConfigMap: what a process writes, or what is kept in a Secret.
public record DataVolume(Volume volume, VolumeMount mount) {
  /// One that lives as long as the pod.
  public static DataVolume ofPod(String name, String directory, String sizeLimit) {
    var volume =
        new VolumeBuilder()
            .withName(name)
            .withNewEmptyDir()
            .withSizeLimit(new Quantity(sizeLimit))
            .endEmptyDir()
            .build();
    return new DataVolume(volume, mount(name, directory));
  }

  /// One of the node's own.
  public static DataVolume ofNode(String name, String directory, String hostPath) {
    var volume =
        new VolumeBuilder()
            .withName(name)
            .withNewHostPath()
            .withPath(hostPath)
            .withType("Directory")
            .endHostPath()
            .build();
    return new DataVolume(volume, mount(name, directory));
  }

  /// One that a claim keeps when the pod goes.
  public static DataVolume ofClaim(String name, String directory, String claim) {
    var volume =
        new VolumeBuilder()
            .withName(name)
            .withNewPersistentVolumeClaim()
            .withClaimName(claim)
            .endPersistentVolumeClaim()
            .build();
    return new DataVolume(volume, mount(name, directory));
  }

  /// Some keys of a Secret, as files; what is replaced in it arrives in running pods. A pod starts
  /// without them, too: its process says what it lacks, where the kubelet would wait in silence.
  public static DataVolume ofSecret(
      String name, String directory, String secret, List<String> keys) {
    var volume =
        new VolumeBuilder()
            .withName(name)
            .withNewSecret()
            .withSecretName(secret)
            .withDefaultMode(SecretFiles.MODE)
            .withOptional(true)
            .withItems(keys.stream().map(key -> new KeyToPath(key, null, key)).toList())
            .endSecret()
            .build();
    return new DataVolume(
        volume, new VolumeMountBuilder(mount(name, directory)).withReadOnly(true).build());
  }

  private static VolumeMount mount(String name, String directory) {
    return new VolumeMountBuilder().withName(name).withMountPath(directory).build();
  }
}
