package io.jaegerstack.crds.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `<case>.yaml` read into the classes and written again is `<case>.out.yaml`: nothing is lost,
/// nothing appears.
class RoundTripTest {
  private static final Path FILES = Path.of("src/test/resources/roundtrip");

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "full"})
  void readAndWrittenAgainIsTheSame(String name) throws IOException {
    var stack =
        Serialization.unmarshal(Files.readString(FILES.resolve(name + ".yaml")), JaegerStack.class);
    String written = Serialization.asYaml(stack);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(FILES.resolve(name + ".out.yaml"), written);
    }
    assertThat(written).isEqualTo(Files.readString(FILES.resolve(name + ".out.yaml")));
    assertThat(Serialization.asYaml(Serialization.unmarshal(written, JaegerStack.class)))
        .isEqualTo(written);
  }
}
