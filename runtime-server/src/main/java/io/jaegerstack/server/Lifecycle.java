package io.jaegerstack.server;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts parts in the order in which spans leave them (sinks first), stops them in reverse: input
/// first, then what it fills. One thread calls `start` and `stop`; both are done once.
public final class Lifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

  private final String process;
  private final List<Part> parts;
  private final Deque<Part> running = new ArrayDeque<>();

  private Lifecycle(String process, List<Part> parts) {
    this.process = process;
    this.parts = List.copyOf(parts);
  }

  public static Lifecycle of(String process, List<? extends Part> parts) {
    return new Lifecycle(process, List.copyOf(parts));
  }

  /// Starts every part, or none: where one fails, those before it are stopped again.
  ///
  /// @throws IOException of the part that failed, with its name in front
  public void start() throws IOException {
    for (Part part : parts) {
      try {
        part.start();
        running.push(part);
      } catch (IOException | RuntimeException failed) {
        stop(Duration.ofSeconds(5));
        throw new IOException(
            "%s did not start: %s".formatted(part.name(), failed.getMessage()), failed);
      }
    }
    LOG.info("started process={} parts={}", process, parts.size());
  }

  /// Whether every part finished within `timeout` and without failing. Parts that are late are
  /// still told to stop, with nothing left of their time, so that they count what they give up.
  public boolean stop(Duration timeout) {
    var deadline = Deadline.after(timeout);
    boolean clean = true;
    while (!running.isEmpty()) {
      Part part = running.pop();
      try {
        part.stop(deadline);
      } catch (RuntimeException failed) {
        clean = false;
        LOG.error("stop failed process={} part=\"{}\"", process, part.name(), failed);
      }
    }
    clean &= !deadline.isOver() || timeout.isZero();
    LOG.info("stopped process={} clean={} remaining={}", process, clean, deadline.remaining());
    return clean;
  }
}
