package io.jaegerstack.storage.local;

import io.jaegerstack.settings.LocalSettings;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageFactory;
import io.jaegerstack.storage.segments.disk.FileDisk;
import io.jaegerstack.storage.segments.vault.SegmentDirectory;
import io.jaegerstack.storage.segments.vault.SegmentLimits;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;

/// Opens the storage that keeps traces in a directory; for `ServiceLoader`.
public final class LocalStorageFactory implements StorageFactory {
  @Override
  public String type() {
    return "local";
  }

  @Override
  public Storage open(SettingValues settings, MeterRegistry registry) {
    return open(settings, registry, directory(settings), 1, Tags.empty());
  }

  /// Each tenant has a directory of its own in the directory, its part of the room, and figures of
  /// its own.
  @Override
  public Storage open(SettingValues settings, MeterRegistry registry, String tenant, int tenants) {
    Path directory = directory(settings).resolve(tenant);
    return open(settings, registry, directory, tenants, Tags.of("tenant", tenant));
  }

  /// Empty would be wherever the process was started.
  private static Path directory(SettingValues settings) {
    String given = settings.value(LocalSettings.DIRECTORY);
    if (given.isBlank()) {
      throw new SettingException(
          "--local.directory (LOCAL_DIRECTORY) is \"%s\", expected a directory".formatted(given));
    }
    return Path.of(given);
  }

  private static Storage open(
      SettingValues settings, MeterRegistry registry, Path directory, int parts, Tags tags) {
    var limits =
        SegmentLimits.of(
            settings.value(LocalSettings.MAX_AGE),
            settings.value(LocalSettings.MAX_BYTES).bytes() / parts,
            settings.value(LocalSettings.COMMIT_INTERVAL));
    var metrics = new LocalMetrics(registry, tags);
    try {
      var opened =
          SegmentDirectory.open(
              new FileDisk(),
              directory,
              limits,
              System::currentTimeMillis,
              new SecureRandom()::nextLong,
              metrics);
      metrics.watch(opened);
      return new LocalStorage(opened, metrics);
    } catch (IOException failed) {
      throw new SettingException(
          "--local.directory (LOCAL_DIRECTORY) is \"%s\", expected a directory that this process can have for itself: %s"
              .formatted(directory, failed.getMessage()));
    }
  }
}
