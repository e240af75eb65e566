package io.jaegerstack.operator.manifests.pod;

import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;

/// One key of a ConfigMap as a file. The directory is mounted, not the file, so that an edit
/// arrives in running pods.
///
/// @param volumeName name of the volume in the pod
/// @param key key in the ConfigMap
/// @param directory where the volume is mounted
/// @param fileName name of the file in it
public record ConfigFile(
    String volumeName, String configMap, String key, String directory, String fileName) {

  public String path() {
    return directory + "/" + fileName;
  }

  Volume volume() {
    return new VolumeBuilder()
        .withName(volumeName)
        .withNewConfigMap()
        .withName(configMap)
        .addNewItem()
        .withKey(key)
        .withPath(fileName)
        .endItem()
        .endConfigMap()
        .build();
  }

  VolumeMount mount() {
    return new VolumeMountBuilder()
        .withName(volumeName)
        .withMountPath(directory)
        .withReadOnly(true)
        .build();
  }
}
