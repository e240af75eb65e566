package io.jaegerstack.server.logging;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/// `ts=… level=info logger=Lifecycle thread=main msg="started process=agent"`, and a stack trace
/// escaped into `error="…"`: always one line, whatever a peer put into a value, so that nobody can
/// forge another.
final class LogLine {
  static String of(
      Instant time,
      Level level,
      String logger,
      String thread,
      @Nullable String message,
      @Nullable Throwable failure) {
    var line = new StringBuilder(160);
    line.append("ts=").append(time.truncatedTo(ChronoUnit.MILLIS));
    line.append(" level=").append(level.name().toLowerCase(Locale.ROOT));
    line.append(" logger=").append(logger.substring(logger.lastIndexOf('.') + 1));
    line.append(" thread=");
    quote(line, thread);
    line.append(" msg=");
    quote(line, message == null ? "" : message);
    if (failure != null) {
      line.append(" error=");
      quote(line, stackTrace(failure));
    }
    return line.toString();
  }

  private static String stackTrace(Throwable failure) {
    var text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString().strip();
  }

  private static void quote(StringBuilder line, String text) {
    line.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        case '"' -> line.append("\\\"");
        case '\\' -> line.append("\\\\");
        default -> {
          if (Character.isISOControl(c)) {
            line.append("\\u%04x".formatted((int) c));
          } else {
            line.append(c);
          }
        }
      }
    }
    line.append('"');
  }

  private LogLine() {}
}
