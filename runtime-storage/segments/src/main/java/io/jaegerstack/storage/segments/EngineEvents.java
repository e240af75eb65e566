package io.jaegerstack.storage.segments;

import io.jaegerstack.storage.segments.block.DamagedException;
import java.io.IOException;

/// Told of what an engine meets; counts and logs it.
public interface EngineEvents {
  /// A span came again with the same content, and was left out.
  void duplicate();

  /// A read left out bytes that are not those that were written.
  void damaged(DamagedException damage);

  /// Sealing, merging or letting go failed, and will be tried again.
  void failed(IOException failure);

  /// What failed before went well.
  void recovered();
}
