package io.jaegerstack.operator.manifests.agent;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.jaegerstack.operator.manifests.pod.Arguments;
import io.jaegerstack.operator.manifests.pod.ComponentPod;
import io.jaegerstack.operator.manifests.pod.StackLabels;
import io.jaegerstack.operator.resolve.ResolvedAgent;
import io.jaegerstack.operator.resolve.ResolvedStack;
import io.jaegerstack.operator.resolve.StackName;
import io.jaegerstack.settings.AgentSettings;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Objects of the agents.
public final class AgentManifests {

  /// One agent per node. The declared host ports let the scheduler guard them, which is why pods
  /// are replaced in place (maxUnavailable 1): a surging pod would wait for ever for the ports of
  /// the pod that it replaces.
  public static DaemonSet daemonSet(ResolvedStack stack, ResolvedAgent agent) {
    return new DaemonSetBuilder()
        .withMetadata(StackLabels.metadata(stack.name(), Component.AGENT, stack.name().agent()))
        .withNewSpec()
        .withNewSelector()
        .withMatchLabels(StackLabels.selector(stack.name(), Component.AGENT))
        .endSelector()
        .withNewUpdateStrategy()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withMaxUnavailable(new IntOrString(1))
        .endRollingUpdate()
        .endUpdateStrategy()
        .withTemplate(pod(stack.name(), agent).template())
        .endSpec()
        .build();
  }

  private static ComponentPod pod(StackName stack, ResolvedAgent agent) {
    return new ComponentPod(
        stack,
        Component.AGENT,
        agent.pods(),
        Arguments.of(agent.pods())
            .with(AgentSettings.REPORTER_HOST_PORT, collectors(stack))
            .toList(),
        ports(agent),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        true);
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
