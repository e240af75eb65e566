package io.jaegerstack.crds.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommittedCrdTest {

  @Test
  void committedCrdIsTheOneThatTheClassesDescribe() throws IOException {
    String generated = GeneratedCrd.yaml();
    Path target = Path.of("target/crds/jaegerstacks.jaegerstack.io.yaml");
    Files.createDirectories(target.getParent());
    Files.writeString(target, generated);
    if (Boolean.getBoolean("crd.update")) {
      Files.createDirectories(GeneratedCrd.COMMITTED.getParent());
      Files.writeString(GeneratedCrd.COMMITTED, generated);
    }
    assertThat(Files.readString(GeneratedCrd.COMMITTED))
        .as("%s; rewrite it with: ./mvnw -pl crds test -Dcrd.update=true", GeneratedCrd.COMMITTED)
        .isEqualTo(generated);
  }

  @Test
  void everyFieldIsDescribed() {
    var undescribed = new ArrayList<String>();
    collectUndescribed("", schema(), undescribed);
    assertThat(undescribed).isEmpty();
  }

  @Test
  void everyOptionalSpecFieldSaysItsDefault() {
    var silent = new ArrayList<String>();
    collectWithoutDefault("spec", schema().getProperties().get("spec"), silent);
    assertThat(silent).isEmpty();
  }

  @Test
  void noRuleIsEmittedTwice() {
    var twice = new ArrayList<String>();
    collectDoubleRules("", schema(), twice);
    assertThat(twice).isEmpty();
  }

  private static JSONSchemaProps schema() {
    return Serialization.unmarshal(GeneratedCrd.yaml(), CustomResourceDefinition.class)
        .getSpec()
        .getVersions()
        .getFirst()
        .getSchema()
        .getOpenAPIV3Schema();
  }

  private static void collectUndescribed(String path, JSONSchemaProps schema, List<String> found) {
    if (schema.getDescription() == null && !path.isEmpty()) {
      found.add(path);
    }
    forEachField(path, schema, (p, s) -> collectUndescribed(p, s, found));
  }

  private static void collectWithoutDefault(
      String path, JSONSchemaProps schema, List<String> found) {
    forEachField(
        path,
        schema,
        (p, s) -> {
          boolean leaf = s.getProperties() == null || s.getProperties().isEmpty();
          boolean given =
              owner(schema).getRequired().contains(p.substring(p.lastIndexOf('.') + 1))
                  || s.getDescription().contains("Default: ");
          if (leaf && !given && !p.endsWith(".cpu") && !p.endsWith(".memory")) {
            found.add(p);
          }
          collectWithoutDefault(p, s, found);
        });
  }

  private static void collectDoubleRules(String path, JSONSchemaProps schema, List<String> found) {
    var seen = new HashSet<String>();
    for (var rule : schema.getXKubernetesValidations()) {
      if (!seen.add(rule.getRule())) {
        found.add(path + ": " + rule.getRule());
      }
    }
    forEachField(path, schema, (p, s) -> collectDoubleRules(p, s, found));
  }

  private static void forEachField(String path, JSONSchemaProps schema, FieldVisitor visitor) {
    if (schema.getProperties() != null) {
      schema
          .getProperties()
          .forEach(
              (name, field) -> {
                if (!(path.isEmpty() && List.of("apiVersion", "kind", "metadata").contains(name))) {
                  visitor.visit(path.isEmpty() ? name : path + "." + name, field);
                }
              });
    }
    if (schema.getItems() != null && schema.getItems().getSchema() != null) {
      var item = schema.getItems().getSchema();
      if (item.getProperties() != null) {
        forEachField(path + "[]", item, visitor);
      }
    }
  }

  /// The schema whose `required` speaks of the fields: a list's items, or the object itself.
  private static JSONSchemaProps owner(JSONSchemaProps schema) {
    return schema.getItems() == null ? schema : schema.getItems().getSchema();
  }

  private interface FieldVisitor {
    void visit(String path, JSONSchemaProps schema);
  }
}
