package io.jaegerstack.operator.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jaegerstack.crds.v1.JaegerStack;
import io.jaegerstack.crds.v1.JaegerStackSpec;
import io.jaegerstack.fuzzing.FuzzTarget;
import io.jaegerstack.fuzzing.FuzzTests;
import io.jaegerstack.fuzzing.JsonGrammar;
import io.jaegerstack.operator.manifests.StackManifests;
import io.jaegerstack.operator.resolve.Resolution.Refused;
import io.jaegerstack.operator.resolve.Resolution.Resolved;
import io.jaegerstack.settings.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Whatever spec reaches the operator, past a CRD of another version or none, becomes objects or
/// problems, and never an exception that is tried again for ever.
class StackFuzzTest {
  private static final List<String> WORDS =
      List.of(
          "strategy",
          "AllInOne",
          "Distributed",
          "agent",
          "allInOne",
          "collector",
          "query",
          "storage",
          "sampling",
          "ui",
          "monitoring",
          "placement",
          "DaemonSet",
          "None",
          "image",
          "options",
          "resources",
          "requests",
          "limits",
          "cpu",
          "memory",
          "nodeSelector",
          "tolerations",
          "key",
          "operator",
          "Exists",
          "value",
          "effect",
          "NoSchedule",
          "tolerationSeconds",
          "replicas",
          "ingress",
          "enabled",
          "host",
          "className",
          "path",
          "annotations",
          "tls",
          "secretName",
          "type",
          "Memory",
          "Elasticsearch",
          "maxBytes",
          "elasticsearch",
          "urls",
          "indexPrefix",
          "indexDateSeparator",
          "shards",
          "default",
          "services",
          "service",
          "param",
          "operations",
          "operation",
          "probabilistic",
          "ratelimiting",
          "prometheus",
          "scrapePort",
          "http-server.host-port",
          "log-level",
          "collector.queue-size",
          "collector.zipkin.host-port",
          "processor.jaeger-compact.server-host-port",
          ":9411",
          "0.0.0.0:0",
          ":14250",
          "127.0.0.1:14271",
          "agent.otlp.enabled",
          "true",
          "agent.otlp.grpc.host-port",
          "agent.otlp.http.host-port",
          ":4318",
          "secrets",
          "certificates",
          "..",
          "/etc/jaeger/secrets/certificates/tls.crt",
          "/etc/jaeger/secrets/certificates/",
          "/etc/jaeger/secrets/../tls.key",
          "collector.grpc.tls.enabled",
          "collector.grpc.tls.cert",
          "collector.grpc.tls.key",
          "collector.grpc.tls.client-ca",
          "collector.http.tls.enabled",
          "reporter.grpc.tls.enabled",
          "reporter.grpc.tls.ca",
          "reporter.grpc.tls.cert",
          "reporter.grpc.tls.key",
          "es.tls.ca",
          "es.password-file",
          "128Mi",
          "1e20",
          "-1",
          "1.5",
          "0",
          "9Ei",
          "m",
          "Mi",
          "/x/",
          "//");

  /// What is said of a spec that makes no plan, or is none.
  static final class Told extends Exception {
    private static final long serialVersionUID = 1;

    Told(String problems) {
      super(problems, null, false, false);
    }
  }

  private final ObjectMapper json = Serialization.jsonMapper();

  @TestFactory
  Stream<DynamicTest> specs() throws IOException {
    return FuzzTests.of(
        List.of(
            FuzzTarget.<List<HasMetadata>>of(
                    "JaegerStack spec", new JsonGrammar(WORDS), samples(), () -> this::objects)
                .refusing(Told.class)
                .allocating(4_000, 1 << 20)
                .checking(
                    (input, objects) -> {
                      assertThat(objects).isNotEmpty();
                      objects.forEach(StackFuzzTest::checkAccepted);
                    })));
  }

  /// What would be asked of the API server in vain for ever.
  private static void checkAccepted(HasMetadata object) {
    assertThat(Serialization.asJson(object)).isNotEmpty();
    for (Container container : containers(object)) {
      assertThat(container.getPorts())
          .allSatisfy(port -> assertThat(port.getContainerPort()).isBetween(1, HostPort.MAX_PORT))
          .extracting(ContainerPort::getProtocol, ContainerPort::getContainerPort)
          .doesNotHaveDuplicates();
      assertThat(container.getVolumeMounts())
          .extracting(VolumeMount::getMountPath)
          .doesNotHaveDuplicates()
          .allMatch(directory -> Path.of(directory).normalize().toString().equals(directory));
    }
  }

  private static List<Container> containers(HasMetadata object) {
    return switch (object) {
      case Deployment deployment -> deployment.getSpec().getTemplate().getSpec().getContainers();
      case DaemonSet agents -> agents.getSpec().getTemplate().getSpec().getContainers();
      default -> List.of();
    };
  }

  private List<HasMetadata> objects(byte[] spec) throws Told {
    var stack = new JaegerStack();
    stack.setMetadata(
        new ObjectMetaBuilder().withName("tracing").withNamespace("observability").build());
    try {
      stack.setSpec(json.readValue(spec, JaegerStackSpec.class));
    } catch (IOException notASpec) {
      throw new Told("not a spec: " + notASpec.getClass().getSimpleName());
    }
    return switch (StackResolver.resolve(stack, TestImages.IMAGES)) {
      case Resolved(var plan) -> StackManifests.of(plan, true);
      case Refused(var problems) -> throw new Told(problems.toString());
    };
  }

  /// The specs of the golden files and of the examples.
  private List<byte[]> samples() throws IOException {
    try (var golden = Files.list(Path.of("src/test/resources/golden"));
        var examples = Files.list(Path.of("../deploy/examples"))) {
      return Stream.concat(golden.filter(f -> f.toString().endsWith(".input.yaml")), examples)
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(StackFuzzTest::spec)
          .toList();
    }
  }

  private static byte[] spec(Path file) {
    try {
      var stack = Serialization.unmarshal(Files.readString(file), JaegerStack.class);
      return Serialization.asJson(stack.getSpec()).getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
