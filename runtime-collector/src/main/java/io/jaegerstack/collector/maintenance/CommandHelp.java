package io.jaegerstack.collector.maintenance;

import io.jaegerstack.settings.StorageCommandSettings.Verb;
import java.util.Arrays;
import java.util.List;

/// What `storage --help` and `storage clean --help` print.
final class CommandHelp {
  private static final String RESULT =
      """

      Says what it did as one line of JSON on standard output, and tells its story on standard
      error. In a pod the line is the container's termination message too. Ends with 0 where it is
      done or need not be, 1 where it failed, 2 where the command line is wrong. May be run again at
      any time. Each flag can be set in the environment too, under the name beside it.
      """;

  static String ofAll() {
    var text = new StringBuilder("Usage: storage COMMAND [--flag=value]...%n%n".formatted());
    for (Verb verb : Verb.values()) {
      text.append("  %-14s %s%n".formatted(verb.words(), verb.purpose()));
    }
    return text.append(RESULT)
        .append("storage COMMAND --help tells the flags of one.\n")
        .toString();
  }

  static String of(Verb verb) {
    var text =
        new StringBuilder(
            "Usage: storage %s [--flag=value]...%n%s.%n"
                .formatted(verb.words(), capitalised(verb.purpose())));
    text.append(RESULT);
    verb.catalogue().groups().forEach(group -> text.append(group.helpText()));
    return text.toString();
  }

  static List<String> names() {
    return Arrays.stream(Verb.values()).map(Verb::words).toList();
  }

  private static String capitalised(String purpose) {
    return Character.toUpperCase(purpose.charAt(0)) + purpose.substring(1);
  }

  private CommandHelp() {}
}
