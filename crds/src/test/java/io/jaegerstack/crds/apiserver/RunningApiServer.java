package io.jaegerstack.crds.apiserver;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.jaegerstack.crds.build.GeneratedCrd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A started API server that knows the JaegerStack.
public final class RunningApiServer {
  private final Path kubeconfig;
  private final Path scripts;
  private final KubernetesClient admin;

  private RunningApiServer(Path kubeconfig, Path scripts) {
    this.kubeconfig = kubeconfig;
    this.scripts = scripts;
    this.admin = new KubernetesClientBuilder().withConfig(config()).build();
  }

  static RunningApiServer of(Path kubeconfig, Path scripts) {
    var server = new RunningApiServer(kubeconfig, scripts);
    server.admin.load(GeneratedCrd.stream()).serverSideApply();
    server
        .admin
        .resources(CustomResourceDefinition.class)
        .withName("jaegerstacks.jaegerstack.io")
        .waitUntilCondition(RunningApiServer::isEstablished, 30, TimeUnit.SECONDS);
    return server;
  }

  /// For processes of their own; all rights.
  public Path kubeconfig() {
    return kubeconfig;
  }

  /// With all rights.
  public KubernetesClient admin() {
    return admin;
  }

  /// With the rights of a ServiceAccount, by impersonation.
  public KubernetesClient as(String namespace, String serviceAccount) {
    var config =
        new ConfigBuilder(config())
            .withImpersonateUsername(
                "system:serviceaccount:%s:%s".formatted(namespace, serviceAccount))
            .withImpersonateGroups(
                "system:serviceaccounts",
                "system:serviceaccounts:" + namespace,
                "system:authenticated")
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /// A namespace of this name and a suffix that no other has.
  public String newNamespace(String name) {
    return admin
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withGenerateName(name + "-")
                .withLabels(Map.of("pod-security.kubernetes.io/enforce", "privileged"))
                .endMetadata()
                .build())
        .create()
        .getMetadata()
        .getName();
  }

  void close() {
    admin.close();
    try {
      new ProcessBuilder(scripts.resolve("api-down.sh").toString(), kubeconfig.toString())
          .redirectErrorStream(true)
          .start()
          .waitFor(30, TimeUnit.SECONDS);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Config config() {
    return Config.fromKubeconfig(kubeconfig.toFile());
  }

  private static boolean isEstablished(CustomResourceDefinition crd) {
    return crd != null
        && crd.getStatus() != null
        && crd.getStatus().getConditions() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }
}
