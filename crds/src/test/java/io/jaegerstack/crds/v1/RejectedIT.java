package io.jaegerstack.crds.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jaegerstack.crds.apiserver.ApiServer;
import io.jaegerstack.crds.apiserver.RunningApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every file in `rejected/` is one invalid field; its `# expect:` lines are parts of the API
/// server's answer, which must name the field and what is expected there.
@ExtendWith(ApiServer.class)
class RejectedIT {
  private static final Path FILES = Path.of("src/test/resources/rejected");
  private static final String EXPECT = "# expect: ";

  static Stream<String> files() throws IOException {
    try (var files = Files.list(FILES)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void apiServerNamesTheFieldAndWhatItExpects(String file, RunningApiServer server)
      throws IOException {
    String yaml = Files.readString(FILES.resolve(file));
    List<String> expected =
        yaml.lines()
            .filter(line -> line.startsWith(EXPECT))
            .map(line -> line.substring(EXPECT.length()))
            .toList();

    var refusal = catchThrowableOfType(KubernetesClientException.class, () -> create(yaml, server));

    assertThat(refusal).as("%s was accepted", file).isNotNull();
    assertThat(refusal.getCode()).isIn(400, 422);
    assertThat(expected).as("# expect: lines of %s", file).isNotEmpty();
    assertThat(refusal.getStatus().getMessage()).contains(expected);
  }

  private static void create(String yaml, RunningApiServer server) {
    server
        .admin()
        .resource(Serialization.unmarshal(yaml, GenericKubernetesResource.class))
        .inNamespace("default")
        .fieldValidation(Validation.STRICT)
        .create();
  }
}
