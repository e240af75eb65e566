package io.jaegerstack.settings;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One pass over arguments and environment that keeps going after a mistake, so that all are
/// reported together.
final class CommandLineReading {
  private final Catalogue catalogue;
  private final Map<String, String> environment;
  private final Map<String, Object> set = new LinkedHashMap<>();
  private final Set<String> given = new HashSet<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  CommandLineReading(Catalogue catalogue, Map<String, String> environment) {
    this.catalogue = catalogue;
    this.environment = environment;
  }

  /// Values from the environment; an empty one counts as not set, as in Jaeger.
  void environment() {
    for (Setting<?> setting : catalogue.settings()) {
      String text = environment.getOrDefault(setting.environmentName(), "");
      if (isServiceLink(setting, text)) {
        warnings.add(
            "%s is \"%s\" and has no effect: Kubernetes sets it for a Service named %s"
                .formatted(setting.environmentName(), text, serviceOf(setting)));
      } else if (!text.isEmpty()) {
        parse(setting, setting.environmentName(), text);
      }
    }
    RefusedNames.inEnvironment(environment.keySet(), catalogue)
        .forEach(
            (name, why) -> warnings.add("%s is set and has no effect: %s".formatted(name, why)));
  }

  /// Kubernetes describes each Service of a namespace in its pods' environment, with names that can
  /// be those of settings: a Service `collector` gives `COLLECTOR_PORT=tcp://10.0.0.1:14250`.
  private static boolean isServiceLink(Setting<?> setting, String text) {
    return setting.environmentName().endsWith("_PORT") && text.startsWith("tcp://");
  }

  private static String serviceOf(Setting<?> setting) {
    return setting.environmentName().replaceAll("_PORT$", "").toLowerCase(Locale.ROOT);
  }

  void arguments(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("--") || argument.length() == 2) {
        problems.add(notAFlag(argument));
        continue;
      }
      int equals = argument.indexOf('=');
      if (equals >= 0) {
        flag(argument.substring(2, equals), argument.substring(equals + 1));
        continue;
      }
      String name = argument.substring(2);
      boolean takesNext = i + 1 < arguments.size() && !arguments.get(i + 1).startsWith("--");
      if (isSwitch(name)) {
        flag(name, "true");
      } else if (catalogue.setting(name).isPresent() && !takesNext) {
        problems.add("--%s has no value, expected --%s=VALUE".formatted(name, name));
      } else {
        flag(name, takesNext ? arguments.get(++i) : "");
      }
    }
  }

  /// One flag, which wins over the environment. Given twice it is refused: whoever wrote the first
  /// would not know why it is without effect.
  void flag(String name, String text) {
    if (!given.add(name)) {
      problems.add("--%s is given more than once, expected once".formatted(name));
      return;
    }
    Optional<Setting<?>> setting = catalogue.setting(name);
    if (setting.isEmpty()) {
      problems.add(unknown(name));
      return;
    }
    if (setting.get().secret()) {
      problems.add(
          "--%s is a secret, and a command line can be read by everyone on the machine: set %s in the environment or use --%s-file"
              .formatted(name, setting.get().environmentName(), name));
      return;
    }
    parse(setting.get(), setting.get().flag() + " (" + setting.get().environmentName() + ")", text);
  }

  List<String> problems() {
    return problems;
  }

  SettingValues values() {
    return new SettingValues(catalogue, set, warnings);
  }

  private void parse(Setting<?> setting, String from, String text) {
    try {
      set.put(setting.name(), (Object) setting.type().parse(text, environment));
    } catch (SettingException refused) {
      problems.add(
          setting.secret()
              ? from + " is not " + setting.type().expected()
              : from + " " + refused.getMessage());
    }
  }

  private boolean isSwitch(String name) {
    return catalogue.setting(name).filter(s -> s.type() instanceof SettingType.Flag).isPresent();
  }

  private String unknown(String name) {
    String refused = "--%s is not a setting of %s".formatted(name, catalogue.component());
    return RefusedNames.why(name)
        .map(why -> refused + ": " + why)
        .orElseGet(
            () ->
                refused
                    + NearestName.of(
                            name, catalogue.settings().stream().map(Setting::name).toList())
                        .map(near -> "; did you mean --%s?".formatted(near))
                        .orElse("; --help lists them all"));
  }

  private static String notAFlag(String argument) {
    return argument.startsWith("-") && argument.length() > 2
        ? "%s has one dash, expected --%s".formatted(argument, argument.substring(1))
        : "\"%s\" is not a flag, expected --name=value".formatted(argument);
  }
}
