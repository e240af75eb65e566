package io.jaegerstack.collector.sampling;

import io.jaegerstack.collector.reload.FileText;
import io.jaegerstack.collector.reload.ReloadedFile;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.Part;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.SettingValues;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Strategies from a file that is looked at again now and then; without a file, Jaeger's default
/// for every service.
public final class FileStrategies implements StrategyProvider {
  private static final Logger LOG = LoggerFactory.getLogger(FileStrategies.class);

  private static final ReloadedFile.Purpose PURPOSE =
      new ReloadedFile.Purpose(
          "sampling strategies",
          CollectorSettings.SAMPLING_STRATEGIES_FILE.name(),
          "jaegerstack_collector_sampling_reloads");

  private final String location;
  private final ReloadedFile<String> file;
  private volatile Strategies strategies = Strategies.NONE;

  FileStrategies(String location, Duration interval, Metrics metrics) {
    this.location = location;
    this.file =
        new ReloadedFile<>(
            PURPOSE, FileText.ofPathOrAddress(location), interval, metrics, this::use);
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

  /// What reads the file, at the start and later.
  public Part file() {
    return file;
  }

  /// Looks at the file now.
  void reload() {
    file.reload();
  }

  private void use(String text) {
    StrategiesFile.Contents contents = StrategiesFile.parse(text);
    contents
        .warnings()
        .forEach(warning -> LOG.warn("sampling strategies file={}: {}", location, warning));
    strategies = contents.strategies();
  }
}
