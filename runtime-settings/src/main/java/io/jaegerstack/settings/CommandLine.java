package io.jaegerstack.settings;

import java.util.List;
import java.util.Map;

/// What a command line asks for. Precedence of values: flag, then environment, then default.
public sealed interface CommandLine {
  /// Start with these values.
  record Run(SettingValues values) implements CommandLine {}

  /// Print this and leave: `--help`, `--version`.
  record Print(String text) implements CommandLine {}

  /// Say all of this and leave with a failure.
  record Refused(List<String> problems) implements CommandLine {
    public Refused {
      problems = List.copyOf(problems);
    }
  }

  /// Reads the arguments of `main` and this process's environment.
  static CommandLine of(Catalogue catalogue, String... arguments) {
    return of(catalogue, List.of(arguments), System.getenv());
  }

  static CommandLine of(
      Catalogue catalogue, List<String> arguments, Map<String, String> environment) {
    if (arguments.contains("--help")
        || arguments.contains("-h")
        || arguments.equals(List.of("help"))) {
      return new Print(HelpText.of(catalogue));
    }
    if (arguments.contains("--version") || arguments.equals(List.of("version"))) {
      return new Print("jaegerstack %s %s%n".formatted(catalogue.component(), Version.current()));
    }
    var reading = new CommandLineReading(catalogue, environment);
    reading.environment();
    reading.arguments(arguments);
    return reading.problems().isEmpty()
        ? new Run(reading.values())
        : new Refused(reading.problems());
  }
}
