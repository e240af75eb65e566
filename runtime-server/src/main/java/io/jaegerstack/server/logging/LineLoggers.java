package io.jaegerstack.server.logging;

import java.io.PrintStream;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/// One logger per name; one level and one stream for all of them.
public final class LineLoggers implements ILoggerFactory {
  private static volatile Level level = Level.INFO;
  private static volatile PrintStream out = System.err;

  private final ConcurrentMap<String, Logger> loggers = new ConcurrentHashMap<>();

  LineLoggers() {}

  /// Least severe level that is written from now on.
  public static void level(Level least) {
    level = least;
  }

  /// Least severe level that is written now.
  public static Level level() {
    return level;
  }

  static void out(PrintStream stream) {
    out = stream;
  }

  static boolean isWritten(Level asked) {
    return asked.toInt() >= level.toInt();
  }

  static void write(String line) {
    out.println(line);
  }

  static Instant now() {
    return Instant.now();
  }

  @Override
  public Logger getLogger(String name) {
    return loggers.computeIfAbsent(name, LineLogger::new);
  }
}
