package io.jaegerstack.collector.reload;

import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.VirtualThreads;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file that a setting names, looked at again now and then.
///
/// One that is wrong at the start keeps the process from starting. One that is wrong later is
/// reported once, and what the last good one said stays.
///
/// @param <C> what is read; two that are equal say the same
public final class ReloadedFile<C> implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(ReloadedFile.class);

  /// What a file is for.
  ///
  /// @param name in logs: `sampling strategies`
  /// @param setting that names it, without dashes
  /// @param counter of looks that found something new, with the label `result`
  public record Purpose(String name, String setting, String counter) {}

  /// Where it is read.
  public interface Source<C> {
    /// Whether the setting that would name a file is empty.
    boolean isNone();

    /// All of it; none where there is nothing yet, and what was read last stays.
    Optional<C> read() throws IOException;
  }

  private final Purpose purpose;
  private final Source<C> source;
  private final Duration interval;
  private final Consumer<C> use;
  private final Counter reloaded;
  private final Counter refused;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private Optional<C> inUse = Optional.empty();
  private Optional<C> wrong = Optional.empty();
  private String lastFault = "";

  /// @param source whose `toString` is the file's name
  /// @param interval between two looks; zero means that there is but the first one
  /// @param use takes what was read, or throws `IllegalArgumentException` and has then done nothing
  public ReloadedFile(
      Purpose purpose, Source<C> source, Duration interval, Metrics metrics, Consumer<C> use) {
    this.purpose = purpose;
    this.source = source;
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
    if (source.isNone()) {
      return;
    }
    try {
      inUse = source.read();
      inUse.ifPresent(use);
    } catch (IOException | IllegalArgumentException wrong) {
      throw new IOException(
          "--%s=%s: %s".formatted(purpose.setting(), source, wrong.getMessage()), wrong);
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
      Optional<C> now = source.read();
      lastFault = "";
      if (now.isEmpty() || now.equals(inUse) || now.equals(wrong)) {
        return;
      }
      wrong = now;
      use.accept(now.get());
      wrong = Optional.empty();
      inUse = now;
      reloaded.increment();
      LOG.info("{} reloaded file={}", purpose.name(), source);
    } catch (IOException | RuntimeException failed) {
      // Whatever it is, the next look may find it mended.
      refused.increment();
      warn(String.valueOf(failed.getMessage()));
    }
  }

  /// A file that cannot be read is counted at every look and told once.
  private void warn(String fault) {
    if (!fault.equals(lastFault)) {
      LOG.warn(
          "{} not reloaded, the last good ones stay file={} reason=\"{}\"",
          purpose.name(),
          source,
          fault);
    }
    lastFault = fault;
  }

  @Override
  public void stop(Deadline deadline) {
    stopped.countDown();
  }
}
