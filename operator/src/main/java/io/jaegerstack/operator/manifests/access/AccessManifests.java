package io.jaegerstack.operator.manifests.access;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressRuleValue;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressRuleValueBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLSBuilder;
import io.jaegerstack.operator.manifests.pod.PodPorts;
import io.jaegerstack.operator.manifests.pod.StackLabels;
import io.jaegerstack.operator.resolve.ResolvedIngress;
import io.jaegerstack.operator.resolve.ResolvedStack;
import io.jaegerstack.settings.Component;
import java.util.List;

/// Identity of the pods, and the way in from outside.
public final class AccessManifests {

  /// An identity without any right and without a token: no process of a stack speaks to the API
  /// server.
  public static ServiceAccount serviceAccount(ResolvedStack stack) {
    return new ServiceAccountBuilder()
        .withMetadata(StackLabels.metadata(stack.name(), stack.name().name()))
        .withAutomountServiceAccountToken(false)
        .build();
  }

  public static Ingress ingress(ResolvedStack stack, ResolvedIngress ingress) {
    return new IngressBuilder()
        .withMetadata(StackLabels.metadata(stack.name(), Component.QUERY, stack.name().query()))
        .editMetadata()
        .withAnnotations(ingress.annotations())
        .endMetadata()
        .withNewSpec()
        .withIngressClassName(ingress.className().orElse(null))
        .withTls(ingress.tlsSecretName().stream().map(name -> tls(ingress, name)).toList())
        .addNewRule()
        .withHost(ingress.host().orElse(null))
        .withHttp(toQuery(stack))
        .endRule()
        .endSpec()
        .build();
  }

  private static IngressTLS tls(ResolvedIngress ingress, String secretName) {
    return new IngressTLSBuilder()
        .withSecretName(secretName)
        .withHosts(ingress.host().map(List::of).orElse(List.of()))
        .build();
  }

  private static HTTPIngressRuleValue toQuery(ResolvedStack stack) {
    return new HTTPIngressRuleValueBuilder()
        .addNewPath()
        .withPath(stack.basePath())
        .withPathType("Prefix")
        .withNewBackend()
        .withNewService()
        .withName(stack.name().query())
        .withNewPort()
        .withName(PodPorts.UI)
        .endPort()
        .endService()
        .endBackend()
        .endPath()
        .build();
  }

  private AccessManifests() {}
}
