package io.jaegerstack.collector.maintenance;

import io.jaegerstack.server.Logging;
import io.jaegerstack.settings.AdminSettings;
import io.jaegerstack.settings.CommandLine;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.StorageCommandSettings;
import io.jaegerstack.settings.StorageCommandSettings.Verb;
import io.jaegerstack.storage.StorageException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `storage schema`, `check`, `clean`, `rollover init`, `rollover`, `lookback`: does one thing to
/// the storage that the collector's settings tell, says what it did as one line of JSON, and ends.
public final class StorageCommand {
  /// The word on the command line.
  public static final String WORD = "storage";

  private static final int USAGE = 2;

  /// Where Kubernetes reads what a container says at its end.
  private static final Path TERMINATION_LOG = Path.of("/dev/termination-log");

  private final PrintStream out;
  private final PrintStream err;
  private final Clock clock;
  private final Path terminationLog;

  StorageCommand(PrintStream out, PrintStream err, Clock clock, Path terminationLog) {
    this.out = out;
    this.err = err;
    this.clock = clock;
    this.terminationLog = terminationLog;
  }

  /// Whether these are arguments for this command.
  public static boolean isMeant(String[] arguments) {
    return arguments.length > 0 && arguments[0].equals(WORD);
  }

  /// Runs it, and says the exit code: 0 where it is done or need not be, 1 where it failed, 2 where
  /// the command line or the environment is wrong.
  ///
  /// @param arguments with the command's word first
  public static int run(String[] arguments, PrintStream out, PrintStream err) {
    var words = List.of(arguments).subList(1, arguments.length);
    return new StorageCommand(out, err, Clock.systemUTC(), TERMINATION_LOG).run(words);
  }

  int run(List<String> words) {
    Optional<Verb> verb = verb(words);
    if (words.contains("--help") || words.contains("-h") || words.equals(List.of("help"))) {
      out.print(verb.map(CommandHelp::of).orElseGet(CommandHelp::ofAll));
      return CommandResult.OK;
    }
    if (verb.isEmpty()) {
      return refused(
          "\"%s\" is no command, expected one of %s; see storage --help"
              .formatted(words.isEmpty() ? "" : words.getFirst(), CommandHelp.names()));
    }
    int own = verb.get().words().split(" ").length;
    var flags = words.subList(own, words.size()).toArray(String[]::new);
    return switch (CommandLine.of(verb.get().catalogue(), flags)) {
      case CommandLine.Print print -> {
        out.print(print.text());
        yield CommandResult.OK;
      }
      case CommandLine.Refused wrong -> refused(wrong.problems().toArray(String[]::new));
      case CommandLine.Run right -> run(verb.get(), right.values());
    };
  }

  /// The longest that fits: `rollover init` is not `rollover`.
  private static Optional<Verb> verb(List<String> words) {
    String line = String.join(" ", words) + " ";
    return Arrays.stream(Verb.values())
        .filter(verb -> line.startsWith(verb.words() + " "))
        .max(Comparator.comparing(verb -> verb.words().length()));
  }

  private int refused(String... problems) {
    for (String problem : problems) {
      err.println("jaegerstack storage: " + problem);
    }
    return USAGE;
  }

  private int run(Verb verb, SettingValues settings) {
    if (verb == Verb.CLEAN && !settings.isSet(StorageCommandSettings.DAYS)) {
      return refused("--days (DAYS) is not given, expected how many days of traces are kept");
    }
    Logging.start(settings.value(AdminSettings.LOG_LEVEL));
    Logger log = LoggerFactory.getLogger(StorageCommand.class);
    Instant start = clock.instant();
    var work = new StorageWork(settings, start);
    CommandResult result;
    try {
      result = verb == Verb.CHECK ? work.check() : work.done(verb);
    } catch (SettingException wrong) {
      return refused(String.valueOf(wrong.getMessage()));
    } catch (StorageException failed) {
      log.error("storage {} failed: {}", verb.words(), failed.getMessage());
      result = CommandResult.failed(verb, failed);
    }
    log.info("storage {} ended ok={}", verb.words(), result.isOk());
    out.println(result.line(start, clock.instant()));
    result.leave(terminationLog, start, clock.instant());
    return result.exitCode();
  }
}
