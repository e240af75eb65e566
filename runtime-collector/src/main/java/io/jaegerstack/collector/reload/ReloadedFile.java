package io.jaegerstack.collector.reload;

import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.VirtualThreads;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file that a setting names, looked at again now and then.
///
/// One that is wrong at the start keeps the process from starting. One that is wrong later is
/// reported once, and what the last good one said stays.
public final class ReloadedFile implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(ReloadedFile.class);

  /// What a file is for.
  ///
  /// @param name in logs: `sampling strategies`
  /// @param setting that names it, without dashes
  /// @param counter of looks that found something new, with the label `result`
  public record Purpose(String name, String setting, String counter) {}

  private final Purpose purpose;
  private final FileText text;
  private final Duration interval;
  private final Consumer<String> use;
  private final Counter reloaded;
  private final Counter refused;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private String seen = "";
  private String lastFault = "";

  /// @param interval between two looks; zero means that there is but the first one
  /// @param use takes the file's text, or throws `IllegalArgumentException` and has then done
  ///   nothing
  public ReloadedFile(
      Purpose purpose, FileText text, Duration interval, Metrics metrics, Consumer<String> use) {
    this.purpose = purpose;
    this.text = text;
    this.interval = interval;
    this.use = use;
    this.reloaded = metrics.counter(purpose.counter(), "result", "ok");
    this.refused = metrics.counter(purpose.counter(), "result", "err");
  }

  @Override
  public String name() {
    return purpose.name();
  }

  @Override
  public void start() throws IOException {
    if (text.isNone()) {
      return;
    }
    try {
      seen = text.read();
      if (!seen.isEmpty()) {
        use.accept(seen);
      }
    } catch (IOException | IllegalArgumentException wrong) {
      throw new IOException(
          "--%s=%s: %s".formatted(purpose.setting(), text, wrong.getMessage()), wrong);
    }
    if (interval.isPositive()) {
      VirtualThreads.start(purpose.name().replace(' ', '-'), this::watch);
    }
  }

  private void watch() {
    try {
      while (!stopped.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
        reload();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Looks at the file, and uses it where it has changed and is right.
  public void reload() {
    try {
      String now = text.read();
      lastFault = "";
      if (now.isEmpty() || now.equals(seen)) {
        return;
      }
      seen = now;
      use.accept(now);
      reloaded.increment();
      LOG.info("{} reloaded file={}", purpose.name(), text);
    } catch (IOException | IllegalArgumentException wrong) {
      refused.increment();
      warn(String.valueOf(wrong.getMessage()));
    }
  }

  /// A file that cannot be read is counted at every look and told once.
  private void warn(String fault) {
    if (!fault.equals(lastFault)) {
      LOG.warn(
          "{} not reloaded, the last good ones stay file={} reason=\"{}\"",
          purpose.name(),
          text,
          fault);
    }
    lastFault = fault;
  }

  @Override
  public void stop(Deadline deadline) {
    stopped.countDown();
  }
}
