package io.jaegerstack.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.jaegerstack.settings.SettingsReference;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// The generated references are those of this very source.
class ReferencesTest {
  @Test
  void theSettingsReferenceIsCurrent() throws IOException {
    Repository.assertCurrent("docs/reference/settings.md", SettingsReference.render());
  }

  @Test
  void theCustomResourceReferenceIsCurrent() throws IOException {
    Repository.assertCurrent(
        "docs/reference/custom-resources.md", CustomResourceReference.render(crd()));
  }

  @Test
  void everyFieldOfTheCustomResourceIsExplained() throws IOException {
    assertThat(crd().findParents("type"))
        .filteredOn(schema -> schema.has("properties"))
        .isNotEmpty()
        .allSatisfy(
            schema ->
                assertThat(schema.path("properties").properties())
                    .allMatch(
                        field ->
                            !field.getValue().path("description").asText().isBlank()
                                || field.getKey().equals("metadata")));
  }

  private static JsonNode crd() throws IOException {
    return new ObjectMapper(new YAMLFactory())
        .readTree(
            Repository.ROOT
                .resolve("deploy/helm/jaegerstack/crds/jaegerstacks.jaegerstack.io.yaml")
                .toFile());
  }
}
