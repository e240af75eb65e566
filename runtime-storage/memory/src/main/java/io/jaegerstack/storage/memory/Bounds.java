package io.jaegerstack.storage.memory;

import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.StorageSettings;

/// How much may be kept.
///
/// @param maxBytes estimated heap, bytes
record Bounds(long maxBytes, int maxTraces) {
  static Bounds of(SettingValues settings) {
    int traces = settings.value(StorageSettings.MEMORY_MAX_TRACES);
    return new Bounds(
        settings.value(StorageSettings.MEMORY_MAX_BYTES).bytes(),
        traces == 0 ? Integer.MAX_VALUE : traces);
  }

  /// What each of `parts` may keep.
  Bounds dividedBy(int parts) {
    return new Bounds(Math.max(1, maxBytes / parts), Math.max(1, maxTraces / parts));
  }
}
