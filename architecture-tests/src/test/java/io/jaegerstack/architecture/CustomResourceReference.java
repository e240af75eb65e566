package io.jaegerstack.architecture;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Renders `docs/reference/custom-resources.md` from the CRD as it is shipped. An object that
/// occurs in several places, such as `resources`, has one section that names them all.
final class CustomResourceReference {
  private static final String OPENING =
      """
      # Custom resource `%s` (`%s/%s`)

      Generated from `deploy/helm/jaegerstack/crds`, which is generated from the classes in `crds`; do not edit.

      %s Its short name is `%s`.

      What a section lists as refused is refused by the API server when the resource is applied. Flags under `options` are those
      of the [settings](settings.md).
      """;

  private record Section(JsonNode object, List<String> paths) {}

  private final Map<String, Section> sections = new LinkedHashMap<>();

  private CustomResourceReference() {}

  static String render(JsonNode crd) {
    JsonNode names = crd.at("/spec/names");
    JsonNode version = crd.at("/spec/versions/0");
    JsonNode schema = version.at("/schema/openAPIV3Schema");
    var reference = new CustomResourceReference();
    reference.collect("", schema);
    return OPENING.formatted(
            names.path("kind").asText(),
            crd.at("/spec/group").asText(),
            version.path("name").asText(),
            schema.path("description").asText(),
            names.at("/shortNames/0").asText())
        + reference.sections.values().stream()
            .map(CustomResourceReference::section)
            .collect(Collectors.joining())
        + columns(version.path("additionalPrinterColumns"));
  }

  private void collect(String path, JsonNode object) {
    String shape = object.path("properties") + "" + object.path("x-kubernetes-validations");
    sections
        .computeIfAbsent(shape, any -> new Section(object, new ArrayList<>()))
        .paths()
        .add(path.isEmpty() ? "The whole" : "`" + path + "`");
    for (var field : object.path("properties").properties()) {
      String inner = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
      collectNested(inner, field.getValue());
    }
  }

  private void collectNested(String path, JsonNode field) {
    if (field.has("properties")) {
      collect(path, field);
    } else if (field.path("items").has("properties")) {
      collect(path + "[]", field.path("items"));
    } else if (field.path("additionalProperties").has("properties")) {
      collect(path + ".*", field.path("additionalProperties"));
    }
  }

  private static String section(Section section) {
    var text = new StringBuilder("\n## " + String.join(", ", section.paths()) + "\n\n");
    text.append("| field | type | default | what it is |\n|---|---|---|---|\n");
    for (var field : section.object().path("properties").properties()) {
      boolean required = contains(section.object().path("required"), field.getKey());
      text.append(row(field.getKey(), field.getValue(), required));
    }
    JsonNode rules = section.object().path("x-kubernetes-validations");
    if (!rules.isEmpty()) {
      text.append("\nRefused:\n\n");
      rules.forEach(
          rule -> text.append("- %s\n".formatted(MarkdownCell.of(rule.path("message").asText()))));
    }
    return text.toString();
  }

  private static String row(String name, JsonNode field, boolean required) {
    String says = field.path("description").asText();
    String byDefault = field.path("default").asText();
    int split = says.lastIndexOf("Default: ");
    if (split >= 0) {
      byDefault = says.substring(split + "Default: ".length()).replaceFirst("\\.$", "");
      says = says.substring(0, split).strip();
    }
    return "| `%s` | %s%s | %s | %s |\n"
        .formatted(
            name,
            MarkdownCell.of(SchemaType.words(field)),
            required ? ", required" : "",
            MarkdownCell.of(byDefault),
            MarkdownCell.of(says));
  }

  private static String columns(JsonNode columns) {
    var text =
        new StringBuilder(
            "\n## Columns of `kubectl get`\n\n| column | shown | what it shows |\n|---|---|---|\n");
    for (JsonNode column : columns) {
      text.append(
          "| %s | %s | %s |\n"
              .formatted(
                  column.path("name").asText(),
                  column.path("priority").asInt() == 0 ? "always" : "with `-o wide`",
                  "`" + MarkdownCell.of(column.path("jsonPath").asText()) + "`"));
    }
    return text.toString();
  }

  private static boolean contains(JsonNode names, String name) {
    for (JsonNode one : names) {
      if (one.asText().equals(name)) {
        return true;
      }
    }
    return false;
  }
}
