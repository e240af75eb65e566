package io.jaegerstack.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jaegerstack.crds.apiserver.ApiServer;
import io.jaegerstack.crds.apiserver.RunningApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(ApiServer.class)
class ExamplesIT {

  static Stream<Path> examples() throws IOException {
    return ExamplesTest.examples();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void apiServerAcceptsEveryExample(Path file, RunningApiServer server) throws IOException {
    var stack = Serialization.unmarshal(Files.readString(file), GenericKubernetesResource.class);
    var created =
        server
            .admin()
            .resource(stack)
            .inNamespace(server.newNamespace("examples"))
            .fieldValidation(Validation.STRICT)
            .create();
    assertThat(created.getMetadata().getUid()).isNotEmpty();
  }
}
