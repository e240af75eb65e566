package io.jaegerstack.server.logging;

import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/// Writes an event as one line.
///
/// What Netty and gRPC call information are peers' mistakes, some with a stack trace for each: the
/// log would follow what strangers send. It is written where details are. What gRPC calls details
/// of its HTTP/2 is never written: each frame, with callers' headers and the first bytes of spans.
final class LineLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1L;

  private final boolean isOfNetwork;
  private final boolean isOfFrames;

  LineLogger(String name) {
    this.name = name;
    this.isOfNetwork = name.startsWith("io.netty.") || name.startsWith("io.grpc.");
    this.isOfFrames = name.startsWith("io.grpc.netty.");
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      @Nullable String messagePattern,
      @Nullable Object @Nullable [] arguments,
      @Nullable Throwable throwable) {
    String message = MessageFormatter.basicArrayFormat(messagePattern, arguments);
    LineLoggers.write(
        LogLine.of(
            LineLoggers.now(), level, name, Thread.currentThread().getName(), message, throwable));
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  public boolean isTraceEnabled() {
    return !isOfFrames && LineLoggers.isWritten(Level.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return !isOfFrames && LineLoggers.isWritten(Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return LineLoggers.isWritten(isOfNetwork ? Level.DEBUG : Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return LineLoggers.isWritten(Level.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return LineLoggers.isWritten(Level.ERROR);
  }
}
