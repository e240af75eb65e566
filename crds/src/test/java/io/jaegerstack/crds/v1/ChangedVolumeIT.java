package io.jaegerstack.crds.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jaegerstack.crds.apiserver.ApiServer;
import io.jaegerstack.crds.apiserver.RunningApiServer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What may become of the volume of a stack that is there.
@ExtendWith(ApiServer.class)
class ChangedVolumeIT {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          size: 20Gi                         | size: 19Gi                          | spec.storage.local.size is less than it was
          size: 20Gi                         | maxAge: 24h                         | spec.storage.local.size is less than it was
          maxAge: 24h                        | size: 9Gi                           | spec.storage.local.size is less than it was
          size: 20Gi, storageClassName: slow | size: 20Gi, storageClassName: fast  | spec.storage.local.storageClassName has changed
          size: 20Gi, storageClassName: slow | size: 20Gi                          | spec.storage.local.storageClassName has changed
          """)
  void neitherShrinksNorChangesItsClass(
      String before, String after, String refusal, RunningApiServer server) {
    var stack = stack(before, server);

    var failure =
        catchThrowableOfType(KubernetesClientException.class, () -> update(stack, after, server));

    assertThat(failure).as("%s -> %s was accepted", before, after).isNotNull();
    assertThat(failure.getCode()).isEqualTo(422);
    assertThat(failure.getStatus().getMessage()).contains(refusal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          size: 20Gi                         | size: 21Gi
          size: 20Gi                         | size: 20480Mi
          maxAge: 24h                        | size: 10Gi
          size: 20Gi                         | size: 20Gi, storageClassName: fast
          size: 20Gi, storageClassName: slow | size: 30Gi, storageClassName: slow, maxAge: 24h
          """)
  void growsAndIsGivenAClassWhereItHasNone(String before, String after, RunningApiServer server) {
    var stack = stack(before, server);
    assertThatCode(() -> update(stack, after, server)).doesNotThrowAnyException();
  }

  private static GenericKubernetesResource stack(String local, RunningApiServer server) {
    return server
        .admin()
        .resource(resource("generateName: volume-", local))
        .inNamespace("default")
        .fieldValidation(Validation.STRICT)
        .create();
  }

  private static void update(
      GenericKubernetesResource stack, String local, RunningApiServer server) {
    server
        .admin()
        .resource(resource("name: " + stack.getMetadata().getName(), local))
        .inNamespace("default")
        .fieldValidation(Validation.STRICT)
        .update();
  }

  private static GenericKubernetesResource resource(String name, String local) {
    return Serialization.unmarshal(
        """
        apiVersion: jaegerstack.io/v1
        kind: JaegerStack
        metadata: {%s}
        spec:
          storage: {local: {%s}}
        """
            .formatted(name, local),
        GenericKubernetesResource.class);
  }
}
