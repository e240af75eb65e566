package io.jaegerstack.settings;

import java.time.Duration;

/// The storage that keeps traces in a directory of the process.
public final class LocalSettings {
  /// Relative to the working directory, which an image's is writable in a volume only.
  public static final Setting<String> DIRECTORY =
      Setting.text("local.directory")
          .byDefault("jaegerstack-data")
          .says("where spans are kept; one process at a time, made where it is missing");

  /// Jaeger's default for its Badger storage.
  public static final Setting<Duration> MAX_AGE =
      Setting.duration("local.max-age", Duration.ofMinutes(1))
          .byDefault(Duration.ofHours(72))
          .says("how long spans are kept after they came");

  public static final Setting<ByteSize> MAX_BYTES =
      Setting.size("local.max-bytes", ByteSize.mib(64), ByteSize.mib(16L * 1024 * 1024))
          .byDefault(ByteSize.mib(8 * 1024))
          .says("bytes of files kept; the oldest segments leave first, and are counted");

  public static final Setting<Duration> COMMIT_INTERVAL =
      Setting.duration("local.commit-interval", Duration.ZERO, Duration.ofSeconds(10))
          .byDefault(Duration.ofMillis(20))
          .says("writes within this time share an fsync, which acknowledges them");

  static SettingGroup group() {
    return SettingGroup.of("Storage: local", DIRECTORY, MAX_AGE, MAX_BYTES, COMMIT_INTERVAL);
  }

  private LocalSettings() {}
}
