package io.jaegerstack.e2e;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A cluster with our images and our operator on it.
final class Cluster implements AutoCloseable {
  /// First build of all Go modules on two cores, with room.
  private static final Duration FIRST_START = Duration.ofMinutes(40);

  private static final Duration STEP = Duration.ofMinutes(10);
  private static final String NAME = "e2e";
  private static final Path IMAGES = Program.ROOT.resolve("build/out/images");

  private final boolean own;
  private final KubernetesClient client;
  private final Path kubeconfig;
  private final List<LocalPortForward> forwards = new ArrayList<>();
  private final List<String> namespaces = new ArrayList<>();
  private final boolean operatorWasThere;

  private Cluster(boolean own, Path kubeconfig) {
    this.own = own;
    this.kubeconfig = kubeconfig;
    Config config =
        own
            ? Config.fromKubeconfig(read(kubeconfig))
            : Config.fromKubeconfig(context(), read(kubeconfig), kubeconfig.toString());
    this.client = new KubernetesClientBuilder().withConfig(config).build();
    this.operatorWasThere =
        !client
            .apps()
            .deployments()
            .inAnyNamespace()
            .withLabel("app.kubernetes.io/name", "jaegerstack-operator")
            .list()
            .getItems()
            .isEmpty();
  }

  /// The given cluster, or one of two nodes of its own; images are loaded and the operator runs.
  static Cluster start() {
    var given = Optional.ofNullable(System.getProperty("e2e.kubeconfig")).map(Path::of);
    Path kubeconfig = given.orElseGet(Cluster::up);
    var cluster = new Cluster(given.isEmpty(), kubeconfig);
    cluster.loadImages();
    cluster.installOperator();
    return cluster;
  }

  private static Path up() {
    run(FIRST_START, Map.of("NODES", "2"), "e2e/cluster/build.sh");
    return Path.of(run(STEP, Map.of("NODES", "2"), "e2e/cluster/up.sh").strip());
  }

  private void loadImages() {
    run(STEP, Map.of(), "build/images.sh", "--skip-package");
    Path application = Path.of(run(STEP, Map.of(), "e2e/apps/build.sh").strip(), "otgrpc.tar");
    String loader = loader();
    if (loader.isEmpty()) {
      return;
    }
    var command = new ArrayList<>(List.of(loader.split(" ")));
    command.add(application.toString());
    try (Stream<Path> archives = Files.list(IMAGES)) {
      archives
          .map(Path::toString)
          .filter(name -> name.endsWith(".tar"))
          .sorted()
          .forEach(command::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run(STEP, Map.of(), command.toArray(String[]::new));
  }

  /// The command that hands this cluster image archives; empty where it has the images already.
  String loader() {
    return own
        ? "env CLUSTER=" + NAME + " " + Program.ROOT.resolve("e2e/cluster/load-image.sh")
        : System.getProperty("e2e.load", "");
  }

  private void installOperator() {
    kubectl("apply", "--server-side", "--force-conflicts", "-k", "deploy/kustomize/base");
    kubectl(
        "-n",
        "jaegerstack-system",
        "rollout",
        "status",
        "deployment/jaegerstack-operator",
        "--timeout=180s");
  }

  /// A namespace whose pods may use their node's network, as agents must.
  void namespace(String name) {
    namespaces.add(name);
    client
        .namespaces()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("pod-security.kubernetes.io/enforce", "privileged")
                .endMetadata()
                .build())
        .serverSideApply();
  }

  Path kubeconfig() {
    return kubeconfig;
  }

  /// Name of its context in [#kubeconfig()].
  String context() {
    return System.getProperty("e2e.context", "jaegerstack-" + NAME);
  }

  KubernetesClient client() {
    return client;
  }

  /// Runs kubectl with this cluster's kubeconfig and answers its output.
  String kubectl(String... arguments) {
    var command = new ArrayList<>(List.of(Program.ROOT.resolve("e2e/cluster/k").toString()));
    if (!own) {
      command.set(0, "kubectl");
      command.addAll(List.of("--kubeconfig", kubeconfig.toString(), "--context", context()));
    }
    command.addAll(List.of(arguments));
    return Program.run(Map.of("CLUSTER", NAME), STEP, command);
  }

  /// An address on 127.0.0.1 behind which `service` answers on `port`.
  String forward(String namespace, String service, int port) {
    if (own) {
      String target = namespace + "/" + service + ":" + port;
      return run(STEP, Map.of(), "e2e/cluster/forward.sh", NAME, "0", target).strip();
    }
    var forward = client.services().inNamespace(namespace).withName(service).portForward(port);
    forwards.add(forward);
    return "127.0.0.1:" + forward.getLocalPort();
  }

  /// An address in the cluster's networks behind which `port` of 127.0.0.1 answers.
  ///
  /// @throws IllegalStateException on a given cluster, whose networks are not ours
  String expose(int port) {
    if (!own) {
      throw new IllegalStateException("a given cluster does not reach port " + port);
    }
    String target = "127.0.0.1:" + port;
    return run(STEP, Map.of(), "e2e/cluster/forward.sh", "--into", NAME, "0", target).strip();
  }

  private static String run(Duration limit, Map<String, String> environment, String... command) {
    var all = new HashMap<>(environment);
    all.put("CLUSTER", NAME);
    return Program.run(all, limit, List.of(command));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether the cluster was started for the tests, and shares no network with anything else.
  boolean own() {
    return own;
  }

  /// Ends the cluster where it is our own, and takes what is ours off a given one; `-De2e.keep`
  /// leaves all for a look.
  @Override
  public void close() {
    for (LocalPortForward forward : forwards) {
      try {
        forward.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    client.close();
    if (System.getProperty("e2e.keep") != null) {
      return;
    }
    if (own) {
      run(STEP, Map.of(), "e2e/cluster/down.sh");
    } else {
      leave();
    }
  }

  private void leave() {
    for (String namespace : namespaces) {
      kubectl("delete", "namespace", namespace, "--ignore-not-found");
    }
    if (!operatorWasThere) {
      kubectl("delete", "-k", "deploy/kustomize/base", "--ignore-not-found");
    }
  }
}
