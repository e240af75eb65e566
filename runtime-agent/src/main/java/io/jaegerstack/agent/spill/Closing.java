package io.jaegerstack.agent.spill;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Closes what is of no more use: whatever counted was synced before.
final class Closing {
  static void quietly(@Nullable Closeable open) {
    if (open == null) {
      return;
    }
    try {
      open.close();
    } catch (IOException ofNoUse) {
      // Nothing is lost by it: an fsync has said, or not, what is on the disk.
    }
  }

  private Closing() {}
}
