package io.jaegerstack.crds.build;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a newer CRD would refuse, or lose, of objects that an older one has accepted. Additions are
/// compatible; so is a rule that is gone. A new CEL rule may refuse stored objects, and nobody can
/// see from outside whether it does: it is reported, and a release that means it lists it in
/// `released/allowed.txt`.
final class CrdCompatibility {
  private final List<String> breaks = new ArrayList<>();

  static List<String> breaks(CustomResourceDefinition released, CustomResourceDefinition next) {
    var check = new CrdCompatibility();
    check.names(released, next);
    for (var version : released.getSpec().getVersions()) {
      next.getSpec().getVersions().stream()
          .filter(v -> v.getName().equals(version.getName()) && v.getServed())
          .findFirst()
          .ifPresentOrElse(
              v -> check.schema(version.getName(), root(version), root(v)),
              () -> check.breaks.add(version.getName() + ": no longer served"));
    }
    return List.copyOf(check.breaks);
  }

  private void names(CustomResourceDefinition released, CustomResourceDefinition next) {
    equal("group", released.getSpec().getGroup(), next.getSpec().getGroup());
    equal("scope", released.getSpec().getScope(), next.getSpec().getScope());
    equal("kind", released.getSpec().getNames().getKind(), next.getSpec().getNames().getKind());
    equal(
        "plural", released.getSpec().getNames().getPlural(), next.getSpec().getNames().getPlural());
  }

  private void equal(String what, Object released, Object next) {
    if (!Objects.equals(released, next)) {
      breaks.add("%s: was %s, is %s".formatted(what, released, next));
    }
  }

  private void schema(String path, JSONSchemaProps released, JSONSchemaProps next) {
    if (!Objects.equals(released.getType(), next.getType())) {
      breaks.add("%s: type was %s, is %s".formatted(path, released.getType(), next.getType()));
      return;
    }
    bounds(path, released, next);
    enumeration(path, released, next);
    required(path, released, next);
    rules(path, released, next);
    if (isTrue(released.getXKubernetesPreserveUnknownFields())
        && !isTrue(next.getXKubernetesPreserveUnknownFields())) {
      breaks.add(path + ": unknown fields are no longer kept");
    }
    if (isTrue(released.getNullable()) && !isTrue(next.getNullable())) {
      breaks.add(path + ": null is no longer accepted");
    }
    properties(path, released, next);
    nested(path + "[]", items(released), items(next));
    nested(path + "{}", values(released), values(next));
  }

  private void properties(String path, JSONSchemaProps released, JSONSchemaProps next) {
    var now = orEmpty(next.getProperties());
    orEmpty(released.getProperties())
        .forEach((name, field) -> nested(path + "." + name, field, now.get(name)));
  }

  private void nested(
      String path, @Nullable JSONSchemaProps released, @Nullable JSONSchemaProps next) {
    if (released == null) {
      return;
    }
    if (next == null) {
      breaks.add(path + ": removed");
      return;
    }
    schema(path, released, next);
  }

  private void bounds(String path, JSONSchemaProps released, JSONSchemaProps next) {
    lower(path, "minimum", released.getMinimum(), next.getMinimum());
    lower(path, "minLength", released.getMinLength(), next.getMinLength());
    lower(path, "minItems", released.getMinItems(), next.getMinItems());
    lower(path, "minProperties", released.getMinProperties(), next.getMinProperties());
    upper(path, "maximum", released.getMaximum(), next.getMaximum());
    upper(path, "maxLength", released.getMaxLength(), next.getMaxLength());
    upper(path, "maxItems", released.getMaxItems(), next.getMaxItems());
    upper(path, "maxProperties", released.getMaxProperties(), next.getMaxProperties());
    if (next.getPattern() != null && !next.getPattern().equals(released.getPattern())) {
      breaks.add(
          "%s: pattern was %s, is %s".formatted(path, released.getPattern(), next.getPattern()));
    }
  }

  private void lower(String path, String what, @Nullable Number released, @Nullable Number next) {
    if (next != null && (released == null || next.doubleValue() > released.doubleValue())) {
      breaks.add("%s: %s was %s, is %s".formatted(path, what, released, next));
    }
  }

  private void upper(String path, String what, @Nullable Number released, @Nullable Number next) {
    if (next != null && (released == null || next.doubleValue() < released.doubleValue())) {
      breaks.add("%s: %s was %s, is %s".formatted(path, what, released, next));
    }
  }

  private void enumeration(String path, JSONSchemaProps released, JSONSchemaProps next) {
    if (next.getEnum() == null || next.getEnum().isEmpty()) {
      return;
    }
    if (released.getEnum() == null || released.getEnum().isEmpty()) {
      breaks.add("%s: was free, is one of %s".formatted(path, next.getEnum()));
      return;
    }
    released.getEnum().stream()
        .filter(value -> !next.getEnum().contains(value))
        .forEach(value -> breaks.add("%s: %s is no longer accepted".formatted(path, value)));
  }

  private void required(String path, JSONSchemaProps released, JSONSchemaProps next) {
    next.getRequired().stream()
        .filter(name -> !released.getRequired().contains(name))
        .forEach(name -> breaks.add("%s.%s: is now required".formatted(path, name)));
  }

  private void rules(String path, JSONSchemaProps released, JSONSchemaProps next) {
    var known =
        released.getXKubernetesValidations().stream()
            .map(rule -> rule.getRule())
            .collect(Collectors.toCollection(HashSet::new));
    next.getXKubernetesValidations().stream()
        .filter(rule -> !known.contains(rule.getRule()))
        .forEach(rule -> breaks.add("%s: new rule %s".formatted(path, rule.getRule())));
  }

  private static JSONSchemaProps root(CustomResourceDefinitionVersion version) {
    return version.getSchema().getOpenAPIV3Schema();
  }

  private static @Nullable JSONSchemaProps items(JSONSchemaProps schema) {
    return schema.getItems() == null ? null : schema.getItems().getSchema();
  }

  private static @Nullable JSONSchemaProps values(JSONSchemaProps schema) {
    return schema.getAdditionalProperties() == null
        ? null
        : schema.getAdditionalProperties().getSchema();
  }

  private static Map<String, JSONSchemaProps> orEmpty(
      @Nullable Map<String, JSONSchemaProps> properties) {
    return properties == null ? Map.of() : properties;
  }

  private static boolean isTrue(@Nullable Boolean flag) {
    return Boolean.TRUE.equals(flag);
  }

  private CrdCompatibility() {}
}
