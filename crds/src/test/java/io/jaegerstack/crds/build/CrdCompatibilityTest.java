package io.jaegerstack.crds.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrdCompatibilityTest {
  /// One CRD file per release; `allowed.txt` lists the breaks that a later release means.
  private static final Path RELEASED = Path.of("src/test/resources/released");

  private static final Path FIXTURE = Path.of("src/test/resources/compatibility/released.yaml");

  @Test
  void currentCrdAcceptsWhatEveryReleaseHasAccepted() throws IOException {
    var current = crd(GeneratedCrd.yaml());
    Path list = RELEASED.resolve("allowed.txt");
    List<String> allowed = Files.exists(list) ? Files.readAllLines(list) : List.of();
    try (var files = Files.list(RELEASED)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        assertThat(CrdCompatibility.breaks(crd(Files.readString(file)), current))
            .as("against %s", file.getFileName())
            .isSubsetOf(allowed);
      }
    }
  }

  @Test
  void currentCrdIsCompatibleWithItself() {
    assertThat(CrdCompatibility.breaks(crd(GeneratedCrd.yaml()), crd(GeneratedCrd.yaml())))
        .isEmpty();
  }

  /// Each line changes one text of the fixture; the break that it makes is named.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scope: Namespaced | scope: Cluster | scope: was Namespaced, is Cluster",
        "served: true | served: false | v1: no longer served",
        "replicas: | copies: | v1.spec.replicas: removed",
        "type: integer | type: string | v1.spec.replicas: type was integer, is string",
        "minimum: 0 | minimum: 1 | v1.spec.replicas: minimum was 0.0, is 1.0",
        "maximum: 100 | maximum: 99 | v1.spec.replicas: maximum was 100.0, is 99.0",
        "maxItems: 16 | maxItems: 8 | v1.spec.urls: maxItems was 16, is 8",
        "maxLength: 512 | maxLength: 256 | v1.spec.urls[]: maxLength was 512, is 256",
        "maxLength: 64 | pattern: '^a$' | v1.spec.labels{}: pattern was null, is ^a$",
        "'- Distributed' | '- Streaming' | v1.spec.strategy: \"Distributed\" is no longer accepted",
        "required: [urls] | required: [urls, strategy] | v1.spec.strategy: is now required",
        "self.replicas >= 0 | self.replicas >= 3 | v1.spec: new rule self.replicas >= 3",
        "x-kubernetes-preserve-unknown-fields: true | nullable: true | v1.spec.ui: unknown fields are no longer kept"
      })
  void narrowingIsABreak(String from, String to, String expected) throws IOException {
    String fixture = Files.readString(FIXTURE);
    assertThat(fixture).contains(from);
    assertThat(CrdCompatibility.breaks(crd(fixture), crd(fixture.replace(from, to))))
        .containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "minimum: 0 | minimum: -1",
        "maximum: 100 | maximum: 1000",
        "maxLength: 64 | maxLength: 128",
        "required: [urls] | required: []",
        "'- Distributed' | '- Distributed\n                - Streaming'",
        "replicas: | 'extra: {type: string}\n              replicas:'",
        "self.replicas >= 0 | self.replicas >= 0"
      })
  void wideningIsNone(String from, String to) throws IOException {
    String fixture = Files.readString(FIXTURE);
    String widened = fixture.replace(from, to);
    assertThat(fixture).contains(from);
    assertThat(CrdCompatibility.breaks(crd(fixture), crd(widened))).isEmpty();
  }

  private static CustomResourceDefinition crd(String yaml) {
    return Serialization.unmarshal(yaml, CustomResourceDefinition.class);
  }
}
