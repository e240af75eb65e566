package io.jaegerstack.operator.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jaegerstack.crds.v1.JaegerStack;
import io.jaegerstack.operator.resolve.Resolution.Resolved;
import io.jaegerstack.operator.resolve.StackResolver;
import io.jaegerstack.operator.resolve.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `golden/<case>.input.yaml` is a custom resource, `<case>.yaml` all objects made of it. Rewritten
/// with `-Dgolden.update=true`; the diff is what a reviewer reads.
class GoldenManifestsTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final String INPUT = ".input.yaml";

  static Stream<String> cases() throws IOException {
    try (var files = Files.list(GOLDEN)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(name -> name.endsWith(INPUT))
          .map(name -> name.substring(0, name.length() - INPUT.length()))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void objectsAreTheGoldenOnes(String name) throws IOException {
    String objects =
        objects(name).stream().map(Serialization::asYaml).collect(Collectors.joining());
    Path golden = GOLDEN.resolve(name + ".yaml");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden, objects);
    }
    assertThat(objects)
        .as("%s; rewrite with -Dgolden.update=true and read the diff", golden)
        .isEqualTo(Files.readString(golden));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void noServiceChoosesAgents(String name) throws IOException {
    var objects = objects(name);
    var agentLabels =
        objects.stream()
            .filter(DaemonSet.class::isInstance)
            .map(d -> ((DaemonSet) d).getSpec().getTemplate().getMetadata().getLabels())
            .toList();
    assertThat(objects.stream().filter(Service.class::isInstance).map(Service.class::cast))
        .isNotEmpty()
        .allSatisfy(
            service ->
                assertThat(agentLabels)
                    .noneMatch(
                        labels ->
                            labels
                                .entrySet()
                                .containsAll(service.getSpec().getSelector().entrySet())));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyNameIsAValidOne(String name) throws IOException {
    assertThat(objects(name).stream().map(o -> o.getMetadata().getName()))
        .allMatch(n -> n.length() <= 63);
  }

  private static List<HasMetadata> objects(String name) throws IOException {
    var stack =
        Serialization.unmarshal(Files.readString(GOLDEN.resolve(name + INPUT)), JaegerStack.class);
    var resolution = StackResolver.resolve(stack, TestImages.IMAGES);
    assertThat(resolution).isInstanceOf(Resolved.class);
    return StackManifests.of(((Resolved) resolution).stack(), true);
  }
}
