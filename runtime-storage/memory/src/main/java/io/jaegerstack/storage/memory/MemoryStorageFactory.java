package io.jaegerstack.storage.memory;

import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

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

  /// Each tenant has its part of the room, and figures of its own.
  @Override
  public Storage open(SettingValues settings, MeterRegistry registry, String tenant, int tenants) {
    var bounds = Bounds.of(settings).dividedBy(tenants);
    return new MemoryStorage(bounds, registry, Tags.of("tenant", tenant));
  }
}
