package io.jaegerstack.storage.segments.block;

import java.io.IOException;

/// Bytes are not those that were written.
public final class DamagedException extends IOException {
  private static final long serialVersionUID = 1;

  public DamagedException(String message) {
    super(message);
  }
}
