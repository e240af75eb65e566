package io.jaegerstack.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.jaegerstack.crds.v1.JaegerStack;
import io.jaegerstack.operator.resolve.Resolution.Resolved;
import io.jaegerstack.operator.resolve.StackResolver;
import io.jaegerstack.operator.resolve.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
  static final Path EXAMPLES = Path.of("../deploy/examples");

  static Stream<Path> examples() throws IOException {
    try (var files = Files.list(EXAMPLES)) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleIsAPlan(Path file) throws IOException {
    var stack = Serialization.unmarshal(Files.readString(file), JaegerStack.class);
    assertThat(StackResolver.resolve(stack, TestImages.IMAGES)).isInstanceOf(Resolved.class);
  }
}
