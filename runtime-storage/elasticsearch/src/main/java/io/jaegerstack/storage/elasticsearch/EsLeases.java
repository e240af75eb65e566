package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.storage.Leases;
import io.jaegerstack.storage.elasticsearch.SharedState.Seen;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Leases as documents. A lease has run out for whoever has watched it unchanged for as long as it
/// lasts, on his own clock: clocks of different machines need not agree.
final class EsLeases implements Leases {
  /// A lease of somebody else, and since when it is as it is.
  private record Watched(long seqNo, long term, long sinceNanos) {}

  private static final String OWNER = "owner";
  private static final String SECONDS = "seconds";

  private final SharedState state;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Map<String, Watched> watched = new HashMap<>();

  /// @param clock for the time that readers of the document see
  /// @param nanoTime what others' leases are watched by
  EsLeases(SharedState state, Clock clock, LongSupplier nanoTime) {
    this.state = state;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized boolean acquire(String name, String owner, Duration duration) {
    Map<String, Object> mine =
        Map.of(
            OWNER,
            owner,
            SECONDS,
            Math.max(1, duration.toSeconds()),
            "renewed",
            clock.instant().toString());
    Optional<Seen> seen = state.read(id(name));
    if (seen.isEmpty()) {
      return state.create(id(name), mine) || isOf(name, owner);
    }
    if (!isOf(seen.get(), owner) && !hasRunOut(name, seen.get())) {
      return false;
    }
    watched.remove(name);
    // What was sent twice, because the first answer was lost, fails although it has succeeded.
    return state.replace(id(name), seen.get(), mine) || isOf(name, owner);
  }

  private boolean hasRunOut(String name, Seen seen) {
    long now = nanoTime.getAsLong();
    Watched last = watched.get(name);
    if (last == null || last.seqNo != seen.seqNo() || last.term != seen.term()) {
      watched.put(name, new Watched(seen.seqNo(), seen.term(), now));
      return false;
    }
    long seconds = seen.source().get(SECONDS) instanceof Number number ? number.longValue() : 1;
    return now - last.sinceNanos >= TimeUnit.SECONDS.toNanos(seconds);
  }

  @Override
  public synchronized void release(String name, String owner) {
    state
        .read(id(name))
        .filter(seen -> isOf(seen, owner))
        .ifPresent(seen -> state.remove(id(name), seen));
  }

  private boolean isOf(String name, String owner) {
    return state.read(id(name)).filter(seen -> isOf(seen, owner)).isPresent();
  }

  private static boolean isOf(Seen seen, String owner) {
    return owner.equals(seen.source().get(OWNER));
  }

  private static String id(String name) {
    return "lease-" + name;
  }
}
