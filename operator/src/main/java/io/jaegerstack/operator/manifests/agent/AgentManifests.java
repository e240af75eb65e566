package io.jaegerstack.operator.manifests.agent;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDaemonSet;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDaemonSetBuilder;
import io.jaegerstack.operator.manifests.pod.Arguments;
import io.jaegerstack.operator.manifests.pod.ComponentPod;
import io.jaegerstack.operator.manifests.pod.DataVolume;
import io.jaegerstack.operator.manifests.pod.PodNetwork;
import io.jaegerstack.operator.manifests.pod.StackLabels;
import io.jaegerstack.operator.resolve.ResolvedAgent;
import io.jaegerstack.operator.resolve.ResolvedStack;
import io.jaegerstack.operator.resolve.StackName;
import io.jaegerstack.settings.AgentSettings;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.settings.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Objects of the agents.
public final class AgentManifests {
  /// In the container: what has not been taken yet.
  private static final String SPILL = "/var/lib/jaegerstack/spill";

  private static final long SPILL_BESIDE_BYTES = 64L << 20;

  /// One agent per node.
  public static DaemonSet daemonSet(ResolvedStack stack, ResolvedAgent agent) {
    return new DaemonSetBuilder()
        .withMetadata(StackLabels.metadata(stack.name(), Component.AGENT, stack.name().agent()))
        .withNewSpec()
        .withNewSelector()
        .withMatchLabels(StackLabels.selector(stack.name(), Component.AGENT))
        .endSelector()
        .withNewUpdateStrategy()
        .withType("RollingUpdate")
        .withRollingUpdate(
            switch (agent.update()) {
              case InPlace -> inPlace();
              case Overlap -> overlap();
            })
        .endUpdateStrategy()
        .withTemplate(template(stack.name(), agent))
        .endSpec()
        .build();
  }

  /// The declared host ports let the scheduler guard them: a surging pod would wait for ever for
  /// the ports of the pod that it replaces.
  private static RollingUpdateDaemonSet inPlace() {
    return new RollingUpdateDaemonSetBuilder().withMaxUnavailable(new IntOrString(1)).build();
  }

  private static RollingUpdateDaemonSet overlap() {
    return new RollingUpdateDaemonSetBuilder()
        .withMaxSurge(new IntOrString(1))
        .withMaxUnavailable(new IntOrString(0))
        .build();
  }

  /// Agents that are replaced in place share their ports all the same, so that `Overlap` can be
  /// turned on while they run.
  private static PodTemplateSpec template(StackName stack, ResolvedAgent agent) {
    var arguments = arguments(stack, agent);
    return switch (agent.update()) {
      case InPlace -> pod(stack, agent, arguments, new PodNetwork.OfNode()).template();
      case Overlap -> {
        var shared = new PodNetwork.OfNodeShared(HostPort.loopback(Ports.AGENT_PROBE));
        var probe = GenerationAddress.of(pod(stack, agent, arguments, shared).template());
        yield pod(
                stack,
                agent,
                arguments.with(AgentSettings.PROBE_HOST_PORT, probe.toString()),
                new PodNetwork.OfNodeShared(probe))
            .template();
      }
    };
  }

  private static Arguments arguments(StackName stack, ResolvedAgent agent) {
    var all =
        Arguments.of(agent.pods())
            .with(AgentSettings.REPORTER_HOST_PORT, collectors(stack))
            .with(AgentSettings.REPORTER_TYPE, AgentSettings.RELAY)
            .with(AgentSettings.SUCCESSION, "true");
    return agent
        .spill()
        .map(
            spill ->
                all.with(AgentSettings.SPILL_DIRECTORY, SPILL)
                    .with(AgentSettings.SPILL_MAX_BYTES, Long.toString(spill.maxBytes())))
        .orElse(all);
  }

  private static List<DataVolume> data(ResolvedAgent agent) {
    return agent.spill().map(AgentManifests::volume).map(List::of).orElse(List.of());
  }

  /// A pod whose volume grows beyond its limit is evicted, so there is room for what is no span.
  private static DataVolume volume(ResolvedAgent.Spill spill) {
    return spill
        .hostPath()
        .map(path -> DataVolume.ofNode("spill", SPILL, path))
        .orElseGet(
            () ->
                DataVolume.ofPod(
                    "spill", SPILL, Long.toString(spill.maxBytes() + SPILL_BESIDE_BYTES)));
  }

  private static ComponentPod pod(
      StackName stack, ResolvedAgent agent, Arguments arguments, PodNetwork network) {
    return new ComponentPod(
        stack,
        Component.AGENT,
        agent.pods(),
        arguments.toList(),
        ports(agent),
        List.of(),
        List.of(),
        List.of(),
        data(agent),
        Map.of(),
        network);
  }

  private static List<ContainerPort> ports(ResolvedAgent agent) {
    var ports =
        new ArrayList<>(
            List.of(
                onNode("compact", agent.compactPort(), "UDP"),
                onNode("binary", agent.binaryPort(), "UDP"),
                onNode("zipkin", agent.zipkinPort(), "UDP"),
                onNode("config", agent.configPort(), "TCP")));
    agent
        .otlp()
        .ifPresent(
            otlp -> {
              ports.add(onNode("grpc-otlp", otlp.grpcPort(), "TCP"));
              ports.add(onNode("http-otlp", otlp.httpPort(), "TCP"));
            });
    return ports;
  }

  /// Every collector's own address, so that agents spread over collectors themselves: one
  /// connection to a ClusterIP would stay with one collector for ever.
  private static String collectors(StackName stack) {
    return "dns:///%s.%s.svc:%d"
        .formatted(stack.collectorHeadless(), stack.namespace(), Ports.COLLECTOR_GRPC);
  }

  private static ContainerPort onNode(String name, int port, String protocol) {
    return new ContainerPortBuilder()
        .withName(name)
        .withContainerPort(port)
        .withHostPort(port)
        .withProtocol(protocol)
        .build();
  }

  private AgentManifests() {}
}
