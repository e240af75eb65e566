package io.jaegerstack.storage;

import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.StorageSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/// Opens storages of one type; found through `ServiceLoader`.
public interface StorageFactory {
  /// The value of `SPAN_STORAGE_TYPE` that chooses it, such as `memory`.
  String type();

  /// Opens a storage with the settings of its type; its metrics go to `registry`.
  ///
  /// @throws SettingException where settings contradict each other
  Storage open(SettingValues settings, MeterRegistry registry);

  /// Opens the storage of one of several tenants, which shares nothing that can be read with those
  /// of the others.
  ///
  /// @param tenant lower-case letters, digits and `_`
  /// @param tenants how many share what the process may take
  Storage open(SettingValues settings, MeterRegistry registry, String tenant, int tenants);

  /// The factory of `type` among those on the class path.
  ///
  /// @throws SettingException naming the types that there are
  static StorageFactory of(String type) {
    var all = ServiceLoader.load(StorageFactory.class).stream().map(ServiceLoader.Provider::get);
    List<StorageFactory> known = all.toList();
    return known.stream()
        .filter(factory -> factory.type().equals(type))
        .findFirst()
        .orElseThrow(
            () ->
                new SettingException(
                    "%s (%s) is \"%s\", expected one of %s: this process has no other"
                        .formatted(
                            StorageSettings.TYPE.flag(),
                            StorageSettings.TYPE.environmentName(),
                            type,
                            known.stream()
                                .map(StorageFactory::type)
                                .sorted()
                                .collect(Collectors.joining(", ")))));
  }
}
