package io.jaegerstack.collector.dependencies;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Which stretches of time are computed one by one: they end at whole multiples of the interval, so
/// that all collectors cut time in the same places.
///
/// @param delay how long after its end a window is computed
/// @param catchUp how far back a window may begin
record Windows(Duration interval, Duration delay, Duration catchUp) {
  /// A window, from `from` on and before `to`.
  record Window(Instant from, Instant to) {}

  /// Where to begin where nobody has computed anything: with the last window that is complete.
  Instant first(Instant now) {
    return floor(now.minus(delay)).minus(interval);
  }

  /// Before this, what has not been computed never will be.
  Instant oldest(Instant now) {
    return floor(now.minus(delay).minus(catchUp));
  }

  /// The next window after `watermark`, where it is time for it. The first one is shorter where the
  /// interval has been changed.
  Optional<Window> next(Instant watermark, Instant now) {
    Instant to = floor(watermark).plus(interval);
    return to.plus(delay).isAfter(now) ? Optional.empty() : Optional.of(new Window(watermark, to));
  }

  private Instant floor(Instant time) {
    long length = interval.toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(time.toEpochMilli(), length) * length);
  }
}
