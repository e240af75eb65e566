package io.jaegerstack.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Renders `docs/reference/settings.md` from the catalogues.
public final class SettingsReference {
  private static final String OPENING =
      """
      # Settings

      Generated from the catalogue in `runtime-settings`; do not edit.

      Every setting is a flag (`--name=value`) and an environment name; the flag wins over the environment, the environment
      over the default. Names are Jaeger's where Jaeger has the setting. A name that is not listed is refused at start; in
      the `options` of a `JaegerStack` it makes Ready False with the reason InvalidSpec, and what ran before stays. Durations are
      written as in Go (`100ms`, `1h30m`), sizes as bytes or with a unit (`64MiB`).
      """;

  /// Writes the reference to the file given as the only argument.
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    if (file.getParent() != null) {
      Files.createDirectories(file.getParent());
    }
    Files.writeString(file, render());
  }

  public static String render() {
    return render(
        Stream.concat(
                Arrays.stream(Component.values()).map(Catalogue::of),
                Arrays.stream(StorageCommandSettings.Verb.values()).map(verb -> verb.catalogue()))
            .toList());
  }

  /// One table per group; a group that several components share appears once.
  static String render(List<Catalogue> catalogues) {
    var owners = new LinkedHashMap<SettingGroup, List<Component>>();
    for (Catalogue catalogue : catalogues) {
      for (SettingGroup group : catalogue.groups()) {
        owners.computeIfAbsent(group, any -> new ArrayList<>()).add(catalogue.component());
      }
    }
    return OPENING
        + owners.entrySet().stream().map(SettingsReference::section).collect(Collectors.joining());
  }

  private static String section(Map.Entry<SettingGroup, List<Component>> group) {
    return "\n## %s\n\nOf: %s.\n\n| flag | environment | type | default | what it does |\n|---|---|---|---|---|\n%s"
        .formatted(
            group.getKey().title(),
            group.getValue().stream()
                .distinct()
                .map(Component::word)
                .collect(Collectors.joining(", ")),
            group.getKey().settings().stream()
                .map(SettingsReference::row)
                .collect(Collectors.joining()));
  }

  private static String row(Setting<?> setting) {
    String unit = setting.unit().isEmpty() ? "" : ", in " + setting.unit();
    return "| %s | `%s` | %s%s | %s | %s |\n"
        .formatted(
            setting.secret() ? "(secret)" : code(setting.flag()),
            setting.environmentName(),
            setting.type().expected(),
            unit,
            setting.printedDefault().isEmpty() ? "" : code(setting.printedDefault()),
            setting.says().replace("|", "\\|"));
  }

  private static String code(String text) {
    return "`" + text + "`";
  }

  private SettingsReference() {}
}
