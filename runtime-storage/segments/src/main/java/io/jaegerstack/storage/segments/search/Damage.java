package io.jaegerstack.storage.segments.search;

import io.jaegerstack.storage.segments.block.DamagedException;

/// Told of bytes that a read had to leave out because they are not those that were written.
@FunctionalInterface
public interface Damage {
  void found(DamagedException damaged);
}
