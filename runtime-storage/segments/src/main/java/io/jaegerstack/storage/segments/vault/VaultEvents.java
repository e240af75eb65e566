package io.jaegerstack.storage.segments.vault;

import io.jaegerstack.storage.segments.EngineEvents;
import java.io.IOException;

/// Told of what happens to segments; counts and logs it.
public interface VaultEvents extends EngineEvents {
  /// A segment left.
  ///
  /// @param reason the limit that was reached: `max-age` or `max-bytes`
  void removed(String reason, long spans, long bytes);

  /// A segment or a part of it cannot be read; it stays where it is until it leaves.
  void unreadable(String file, IOException why);

  /// Places of the log were damaged, and what was in them is lost; at its end it is what was being
  /// written when a process ended, of which nobody was told that it is stored.
  void logDamaged(String file, int places);

  /// `file`, a manifest, cannot be read, and the one before it counts: it was being written when a
  /// machine ended, and then nothing is missing, or it was damaged later, and then what only it
  /// named is.
  void manifestDamaged(String file);
}
