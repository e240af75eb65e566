package io.jaegerstack.settings;

import java.time.Duration;

/// Settings of the collector that computes service dependencies, where the storage does not.
public final class DependencySettings {
  public static final Setting<Boolean> ENABLED =
      Setting.flag("dependencies.enabled")
          .byDefault(true)
          .says(
              "one of the collectors computes service dependencies from stored spans, where the storage does not; off where Jaeger's Spark job does");

  /// A month of five minutes is 8,640 documents, and Jaeger's query reads 10,000
  /// (`es.max-doc-count`); a month of two minutes would be cut off without a word.
  public static final Setting<Duration> INTERVAL =
      Setting.duration("dependencies.interval", Duration.ofMinutes(1))
          .byDefault(Duration.ofMinutes(5))
          .says("how long a window is; each has one document or row");

  /// A span is stored when it has ended, its parent later than itself.
  public static final Setting<Duration> DELAY =
      Setting.duration("dependencies.delay", Duration.ZERO)
          .byDefault(Duration.ofMinutes(5))
          .says(
              "how long after its end a window is computed; spans that are stored later are not counted, nor calls whose caller is");

  public static final Setting<Duration> CATCH_UP =
      Setting.duration("dependencies.catch-up", Duration.ofMinutes(1))
          .byDefault(Duration.ofHours(24))
          .says("how far back windows are computed that nobody has computed");

  static SettingGroup group() {
    return SettingGroup.of("Collector: dependencies", ENABLED, INTERVAL, DELAY, CATCH_UP);
  }

  private DependencySettings() {}
}
