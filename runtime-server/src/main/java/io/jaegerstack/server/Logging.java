package io.jaegerstack.server;

import io.jaegerstack.server.logging.LineLoggers;
import java.util.Locale;
import org.slf4j.bridge.SLF4JBridgeHandler;
import org.slf4j.event.Level;

/// Sets up logging once per process.
public final class Logging {
  /// From here on everything at `level` (`debug`, `info`, `warn`, `error`) and above is one line on
  /// standard error, what libraries say through `java.util.logging` included.
  public static void start(String level) {
    level(level);
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  /// The least severe level that is logged now.
  public static String level() {
    return LineLoggers.level().name().toLowerCase(Locale.ROOT);
  }

  /// From now on, in the whole process.
  ///
  /// @param level `debug`, `info`, `warn` or `error`
  public static void level(String level) {
    LineLoggers.level(Level.valueOf(level.toUpperCase(Locale.ROOT)));
  }

  private Logging() {}
}
