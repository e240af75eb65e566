package io.jaegerstack.collector.sampling;

import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.VirtualThreads;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.SettingValues;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Strategies from a file that is looked at again now and then; without a file, Jaeger's default
/// for every service.
///
/// A file that is wrong at the start keeps the process from starting. One that is wrong later is
/// reported once, and the last good strategies stay.
public final class FileStrategies implements StrategyProvider, Part {
  private static final Logger LOG = LoggerFactory.getLogger(FileStrategies.class);

  private final String file;
  private final Duration interval;
  private final Counter reloaded;
  private final Counter refused;
  private volatile Strategies strategies = Strategies.NONE;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private String seen = "";

  FileStrategies(String file, Duration interval, Metrics metrics) {
    this.file = file;
    this.interval = interval;
    this.reloaded = metrics.counter("jaegerstack_collector_sampling_reloads", "result", "ok");
    this.refused = metrics.counter("jaegerstack_collector_sampling_reloads", "result", "err");
  }

  /// From `--sampling.strategies-file` and `--sampling.strategies-reload-interval`.
  public static FileStrategies of(SettingValues settings, Metrics metrics) {
    return new FileStrategies(
        settings.value(CollectorSettings.SAMPLING_STRATEGIES_FILE),
        settings.value(CollectorSettings.SAMPLING_RELOAD_INTERVAL),
        metrics);
  }

  @Override
  public SamplingStrategy strategy(String service) {
    return strategies.strategy(service);
  }

  @Override
  public String name() {
    return "sampling strategies";
  }

  @Override
  public void start() throws IOException {
    if (file.isEmpty()) {
      return;
    }
    seen = read();
    try {
      use(seen);
    } catch (IllegalArgumentException wrong) {
      throw new IOException(
          "--%s=%s: %s"
              .formatted(
                  CollectorSettings.SAMPLING_STRATEGIES_FILE.name(), file, wrong.getMessage()),
          wrong);
    }
    if (interval.isPositive()) {
      VirtualThreads.start("sampling-strategies", this::watch);
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
  void reload() {
    try {
      String text = read();
      if (text.equals(seen)) {
        return;
      }
      seen = text;
      use(text);
      reloaded.increment();
      LOG.info("sampling strategies reloaded file={}", file);
    } catch (IOException | IllegalArgumentException wrong) {
      refused.increment();
      LOG.warn(
          "sampling strategies not reloaded, the last good ones stay file={} reason=\"{}\"",
          file,
          wrong.getMessage());
    }
  }

  private String read() throws IOException {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException unreadable) {
      throw new IOException("cannot read sampling strategies: " + unreadable, unreadable);
    }
  }

  private void use(String text) {
    StrategiesFile.Contents contents = StrategiesFile.parse(text);
    contents
        .warnings()
        .forEach(warning -> LOG.warn("sampling strategies file={}: {}", file, warning));
    strategies = contents.strategies();
  }

  @Override
  public void stop(Deadline deadline) {
    stopped.countDown();
  }
}
