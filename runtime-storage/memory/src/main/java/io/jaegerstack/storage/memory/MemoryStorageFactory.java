package io.jaegerstack.storage.memory;

import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageFactory;
import io.micrometer.core.instrument.MeterRegistry;

/// Opens the storage that keeps traces in memory; for `ServiceLoader`.
public final class MemoryStorageFactory implements StorageFactory {
  @Override
  public String type() {
    return "memory";
  }

  @Override
  public Storage open(SettingValues settings, MeterRegistry registry) {
    return new MemoryStorage(Bounds.of(settings), registry);
  }
}
