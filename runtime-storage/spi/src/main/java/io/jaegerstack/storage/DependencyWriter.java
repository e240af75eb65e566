package io.jaegerstack.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps links that were computed from spans, window by window, in the form that a
/// [DependencyReader] and Jaeger's sum up. All methods throw [StorageException].
public interface DependencyWriter {
  /// Keeps the links of the window that begins at `window`, in place of what was written for the
  /// same instant before: a window that is computed twice counts once. No links leave nothing.
  void write(Instant window, List<DependencyLink> links);

  /// The end of the last window that was computed by anybody; empty before the first one.
  Optional<Instant> watermark();

  /// Moves the watermark, unless somebody else has moved it since `from` was read.
  ///
  /// @param from what [#watermark()] said; null where it said nothing
  /// @return whether it is at `to` now
  boolean move(@Nullable Instant from, Instant to);
}
