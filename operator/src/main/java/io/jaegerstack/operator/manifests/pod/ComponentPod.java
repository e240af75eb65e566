package io.jaegerstack.operator.manifests.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.jaegerstack.operator.resolve.ResolvedPods;
import io.jaegerstack.operator.resolve.StackName;
import io.jaegerstack.settings.Component;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The pod template of one component: what the component adds, inside what all pods have in common.
/// Every pod fits the Pod Security Standard `restricted`, but for the agents' host network.
///
/// @param files ConfigMaps to mount
/// @param data directories to write to, and Secrets
public record ComponentPod(
    StackName stack,
    Component component,
    ResolvedPods pods,
    List<String> arguments,
    List<ContainerPort> ports,
    List<EnvVar> environment,
    List<EnvFromSource> environmentFrom,
    List<ConfigFile> files,
    List<DataVolume> data,
    Map<String, String> hashed,
    PodNetwork network) {
  /// Longer than the processes' `--shutdown.timeout` of 20 s, so that a drain ends by itself.
  private static final long GRACE_SECONDS = 30L;

  /// Name of the admin port in pods and probes.
  public static final String ADMIN = "admin";

  public PodTemplateSpec template() {
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(StackLabels.of(stack, component))
        .withAnnotations(annotations())
        .endMetadata()
        .withNewSpec()
        .withServiceAccountName(stack.name())
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withHostNetwork(network.isOfNode() ? true : null)
        .withDnsPolicy(network.isOfNode() ? "ClusterFirstWithHostNet" : "ClusterFirst")
        .withTerminationGracePeriodSeconds(GRACE_SECONDS)
        .withNodeSelector(pods.nodeSelector())
        .withTolerations(pods.tolerations())
        .withSecurityContext(PodSecurity.ofPod())
        .withContainers(container())
        .withVolumes(volumes())
        .endSpec()
        .build();
  }

  private Map<String, String> annotations() {
    var annotations = new LinkedHashMap<String, String>();
    annotations.put("prometheus.io/scrape", "true");
    annotations.put("prometheus.io/port", Integer.toString(pods.adminPort()));
    annotations.put("prometheus.io/path", "/metrics");
    if (!hashed.isEmpty()) {
      annotations.put(ConfigHash.ANNOTATION, ConfigHash.of(hashed));
    }
    return annotations;
  }

  private Container container() {
    var probes = Probes.of(network);
    return new ContainerBuilder()
        .withName(component.word())
        .withImage(pods.image())
        .withImagePullPolicy(pods.pullPolicy())
        .withArgs(arguments)
        .withPorts(allPorts())
        .withEnv(environment)
        .withEnvFrom(environmentFrom)
        .withResources(pods.resources())
        .withStartupProbe(probes.startup())
        .withReadinessProbe(probes.readiness())
        .withLivenessProbe(probes.liveness())
        .withVolumeMounts(mounts())
        .withSecurityContext(PodSecurity.ofContainer())
        .build();
  }

  private List<ContainerPort> allPorts() {
    if (network instanceof PodNetwork.OfNodeShared) {
      return List.of(); // on a node's network a port that is declared is a port that is guarded
    }
    var all = new ArrayList<>(ports);
    all.add(
        new ContainerPortBuilder()
            .withName(ADMIN)
            .withContainerPort(pods.adminPort())
            .withHostPort(network.isOfNode() ? pods.adminPort() : null)
            .withProtocol("TCP")
            .build());
    return all;
  }

  private List<VolumeMount> mounts() {
    var mounts = new ArrayList<VolumeMount>();
    mounts.add(PodSecurity.scratchMount());
    files.forEach(file -> mounts.add(file.mount()));
    data.forEach(each -> mounts.add(each.mount()));
    mounts.addAll(SecretFiles.mounts(pods));
    return mounts;
  }

  private List<Volume> volumes() {
    var volumes = new ArrayList<Volume>();
    volumes.add(PodSecurity.scratch());
    files.forEach(file -> volumes.add(file.volume()));
    data.forEach(each -> volumes.add(each.volume()));
    volumes.addAll(SecretFiles.volumes(pods));
    return volumes;
  }
}
