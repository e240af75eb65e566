package io.jaegerstack.server;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/// A warning that comes at most once per interval and says how many were held back, so that logs do
/// not follow traffic. Safe from every thread, including event loops.
public final class RateLimitedLog {
  private static final long NEVER = Long.MIN_VALUE;

  private final Logger log;
  private final long intervalNanos;
  private final LongSupplier nanoTime;
  private final AtomicLong lastNanos = new AtomicLong(NEVER);
  private final AtomicLong suppressed = new AtomicLong();

  public RateLimitedLog(Logger log, Duration interval, LongSupplier nanoTime) {
    this.log = log;
    this.intervalNanos = interval.toNanos();
    this.nanoTime = nanoTime;
  }

  /// Once in ten seconds.
  public static RateLimitedLog of(Logger log) {
    return new RateLimitedLog(log, Duration.ofSeconds(10), System::nanoTime);
  }

  /// Logs `message` with its arguments and the number suppressed since the last one, or only counts
  /// it.
  public void warn(String message, @Nullable Object... arguments) {
    long now = nanoTime.getAsLong();
    long last = lastNanos.get();
    boolean due = last == NEVER || now - last >= intervalNanos;
    if (!due || !lastNanos.compareAndSet(last, now)) {
      suppressed.incrementAndGet();
      return;
    }
    log.warn(message + " suppressed=" + suppressed.getAndSet(0), arguments);
  }
}
