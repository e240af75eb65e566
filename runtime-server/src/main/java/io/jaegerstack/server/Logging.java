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
    LineLoggers.level(Level.valueOf(level.toUpperCase(Locale.ROOT)));
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  private Logging() {}
}
