package io.jaegerstack.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Whether the process serves. Not ready until told, and again from the moment it is told to stop.
public final class Health {
  private final InstantSource clock;
  private final AtomicReference<Optional<Instant>> upSince =
      new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<StorageHealth>> storage =
      new AtomicReference<>(Optional.empty());

  public Health(InstantSource clock) {
    this.clock = clock;
  }

  public static Health notReady() {
    return new Health(InstantSource.system());
  }

  public void ready() {
    upSince.compareAndSet(Optional.empty(), Optional.of(clock.instant()));
  }

  public void unready() {
    upSince.set(Optional.empty());
  }

  public boolean isReady() {
    return upSince.get().isPresent();
  }

  /// What the last look at the storage has shown. It is no part of readiness: a process whose
  /// storage is away holds what it has and says so, and nothing is won by sending clients
  /// elsewhere.
  public void storage(StorageHealth found) {
    storage.set(Optional.of(found));
  }

  /// Empty in a process that has no storage, or has not looked yet.
  public Optional<StorageHealth> storage() {
    return storage.get();
  }

  /// Jaeger's JSON, which its operators and scripts read.
  public String json() {
    return upSince
        .get()
        .map(
            since ->
                "{\"status\":\"Server available\",\"upSince\":\"%s\",\"uptime\":\"%s\"}"
                    .formatted(since, uptime(since)))
        .orElse(
            "{\"status\":\"Server not available\",\"upSince\":\"0001-01-01T00:00:00Z\",\"uptime\":\"\"}");
  }

  /// As Go prints a duration: `1h2m3.5s`, with every unit below the largest.
  private String uptime(Instant since) {
    Duration up = Duration.between(since, clock.instant());
    if (up.isNegative()) {
      return "0s";
    }
    String seconds =
        "%d.%09d".formatted(up.toSecondsPart(), up.getNano()).replaceAll("\\.?0+$", "") + "s";
    if (up.toMinutes() == 0) {
      return seconds;
    }
    return (up.toHours() == 0 ? "" : up.toHours() + "h") + up.toMinutesPart() + "m" + seconds;
  }

  /// A part that is started last and stopped first: ready exactly while everything before it runs.
  public Part part() {
    return new Part() {
      @Override
      public String name() {
        return "readiness";
      }

      @Override
      public void start() {
        ready();
      }

      @Override
      public void stop(Deadline deadline) {
        unready();
      }
    };
  }
}
