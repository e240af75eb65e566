package io.jaegerstack.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.DependencyHealth;
import io.jaegerstack.server.Health;
import io.jaegerstack.storage.DependencyReader;
import io.jaegerstack.storage.HiddenStateException;
import io.jaegerstack.storage.SpanReader;
import io.jaegerstack.storage.SpanWriter;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageException.Kind;
import io.jaegerstack.storage.StorageException.Trouble;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoragePartTest {
  private static final Duration OFTEN = Duration.ofMillis(20);

  private final Health health = Health.notReady();
  private final Checked storage = new Checked();
  private final StoragePart part = new StoragePart(storage, health, OFTEN);

  @AfterEach
  void stop() {
    part.stop(Deadline.after(Duration.ofSeconds(1)));
  }

  @Test
  void nothingIsSaidBeforeTheFirstLook() {
    assertThat(health.dependency(Health.STORAGE)).isEmpty();
  }

  @Test
  void healthFollowsTheStorageAwayAndBack() {
    part.start();
    await(DependencyHealth.available());
    storage.check =
        () -> {
          throw new StorageException(Kind.UNAVAILABLE, "connection refused");
        };
    await(DependencyHealth.failing("connection refused"));
    storage.check = () -> {};
    await(DependencyHealth.available());
    assertThat(health.isReady()).as("readiness is not the storage's business").isFalse();
  }

  @Test
  void healthHasTheWordForWhatIsToBeMendedAndFollowsIt() {
    storage.check =
        () -> {
          throw new StorageException(Kind.UNAVAILABLE, Trouble.READ_ONLY, "a is blocked", null);
        };
    part.start();
    await(DependencyHealth.failing("a is blocked", Optional.of("ReadOnly")));
    storage.check =
        () -> {
          throw new StorageException(Kind.UNAVAILABLE, Trouble.UNAUTHORIZED, "401", null);
        };
    await(DependencyHealth.failing("401", Optional.of("Unauthorized")));
  }

  @Test
  void storageThatHidesItsStateIsNotSaidToFail() {
    storage.check =
        () -> {
          throw new HiddenStateException("403: no monitor");
        };
    part.start();
    await(DependencyHealth.unknown("403: no monitor"));
  }

  @Test
  void storageThatNeverAnswersIsNotAvailable() {
    var never = new CountDownLatch(1);
    storage.check =
        () -> {
          try {
            never.await();
          } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
          }
        };
    part.start();
    await(DependencyHealth.failing("no answer within 0 s", Optional.of("Unreachable")));
  }

  @Test
  void storageIsClosedAtTheEnd() {
    part.start();
    await(DependencyHealth.available());
    part.stop(Deadline.after(Duration.ofSeconds(1)));
    assertThat(storage.isClosed).isTrue();
  }

  private void await(DependencyHealth wanted) {
    Eventually.await(
        wanted.toString(), () -> health.dependency(Health.STORAGE).equals(Optional.of(wanted)));
  }

  /// A storage of which only the check is of interest.
  private static final class Checked implements Storage {
    volatile Runnable check = () -> {};
    volatile boolean isClosed;

    @Override
    public SpanWriter writer() {
      throw new UnsupportedOperationException("nothing is written");
    }

    @Override
    public SpanReader reader() {
      throw new UnsupportedOperationException("nothing is read");
    }

    @Override
    public DependencyReader dependencies() {
      throw new UnsupportedOperationException("nothing is read");
    }

    @Override
    public void check() {
      check.run();
    }

    @Override
    public long close(Duration atMost) {
      isClosed = true;
      return 0;
    }
  }
}
