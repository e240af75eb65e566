package io.jaegerstack.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.storage.Leases;
import io.jaegerstack.storage.Storage;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// One owner at a time, of storages that several processes share.
public abstract class LeasesContract extends StorageContract {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofSeconds(2);

  /// A storage on a loaded machine takes its time.
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  private final String name = TestSpan.newName("lease");

  private Leases leases() {
    return underTest().storage().leases().orElseThrow();
  }

  @Test
  void areTakenByOneAndNotByAnother() {
    assertThat(leases().acquire(name, "a", LONG)).isTrue();
    try (Storage another = underTest().openAnother()) {
      assertThat(another.leases().orElseThrow().acquire(name, "b", LONG)).isFalse();
    }
    assertThat(leases().acquire(name, "b", LONG)).isFalse();
  }

  @Test
  void areRenewedByTheirOwner() {
    assertThat(leases().acquire(name, "a", LONG)).isTrue();
    assertThat(leases().acquire(name, "a", LONG)).isTrue();
    assertThat(leases().acquire(name, "b", LONG)).isFalse();
  }

  @Test
  void areOfOneNameEach() {
    assertThat(leases().acquire(name, "a", LONG)).isTrue();
    assertThat(leases().acquire(name + "-other", "b", LONG)).isTrue();
  }

  @Test
  void areFreeOnceTheyAreReleased() {
    assertThat(leases().acquire(name, "a", LONG)).isTrue();
    leases().release(name, "a");
    assertThat(leases().acquire(name, "b", LONG)).isTrue();
  }

  @Test
  void areNotReleasedBySomebodyElse() {
    assertThat(leases().acquire(name, "a", LONG)).isTrue();
    leases().release(name, "b");
    assertThat(leases().acquire(name, "b", LONG)).isFalse();
    leases().release(name + "-unknown", "b");
  }

  @Test
  void runOutWhereNobodyRenewsThem() {
    assertThat(leases().acquire(name, "a", SHORT)).isTrue();
    long start = System.nanoTime();
    boolean taken = false;
    while (!taken && System.nanoTime() - start < PATIENCE) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      taken = leases().acquire(name, "b", SHORT);
    }
    assertThat(taken).isTrue();
  }
}
