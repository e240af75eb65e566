package io.jaegerstack.operator.manifests.pod;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.jaegerstack.operator.resolve.ResolvedPods;
import io.jaegerstack.operator.resolve.StackName;
import io.jaegerstack.settings.Component;

/// Deployments of stateless pods: a new one serves before an old one goes.
public final class StatelessDeployments {
  private StatelessDeployments() {}

  /// @param name of the Deployment
  public static Deployment of(
      StackName stack, Component component, String name, ResolvedPods pods, ComponentPod pod) {
    return new DeploymentBuilder()
        .withMetadata(StackLabels.metadata(stack, component, name))
        .withNewSpec()
        .withReplicas(pods.replicas())
        .withNewSelector()
        .withMatchLabels(StackLabels.selector(stack, component))
        .endSelector()
        .withNewStrategy()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withMaxUnavailable(new IntOrString(0))
        .withMaxSurge(new IntOrString(1))
        .endRollingUpdate()
        .endStrategy()
        .withTemplate(pod.template())
        .endSpec()
        .build();
  }
}
