package io.jaegerstack.operator.manifests.pod;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;

/// A directory that a process writes to.
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

  private static VolumeMount mount(String name, String directory) {
    return new VolumeMountBuilder().withName(name).withMountPath(directory).build();
  }
}
