package io.jaegerstack.operator.manifests.pod;

import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.jaegerstack.operator.resolve.ResolvedPods;
import java.util.List;
import java.util.stream.IntStream;

/// The user's Secrets as files in a pod. Directories are mounted, not files, so that what is
/// replaced in a Secret arrives in running pods, which follow it themselves.
public final class SecretFiles {
  /// Of the pod's group, which is the process's: a private key is nobody else's business.
  static final int MODE = 0440;

  public static List<Volume> volumes(ResolvedPods pods) {
    return IntStream.range(0, pods.secrets().size())
        .mapToObj(
            i ->
                new VolumeBuilder()
                    .withName(name(i))
                    .withNewSecret()
                    .withSecretName(pods.secrets().get(i))
                    .withDefaultMode(MODE)
                    .endSecret()
                    .build())
        .toList();
  }

  public static List<VolumeMount> mounts(ResolvedPods pods) {
    return IntStream.range(0, pods.secrets().size())
        .mapToObj(
            i ->
                new VolumeMountBuilder()
                    .withName(name(i))
                    .withMountPath(ResolvedPods.directory(pods.secrets().get(i)))
                    .withReadOnly(true)
                    .build())
        .toList();
  }

  /// A Secret's own name may be longer than a volume's.
  private static String name(int number) {
    return "secret-" + number;
  }

  private SecretFiles() {}
}
