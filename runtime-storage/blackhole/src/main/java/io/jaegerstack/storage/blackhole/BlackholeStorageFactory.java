package io.jaegerstack.storage.blackhole;

import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageFactory;
import io.micrometer.core.instrument.MeterRegistry;

/// Opens the storage that keeps nothing; for `ServiceLoader`.
public final class BlackholeStorageFactory implements StorageFactory {
  @Override
  public String type() {
    return "blackhole";
  }

  @Override
  public Storage open(SettingValues settings, MeterRegistry registry) {
    return new BlackholeStorage();
  }

  @Override
  public Storage open(SettingValues settings, MeterRegistry registry, String tenant, int tenants) {
    return new BlackholeStorage();
  }
}
