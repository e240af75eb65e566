package io.jaegerstack.collector;

import static java.util.Objects.requireNonNullElse;

import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.Health;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.StorageHealth;
import io.jaegerstack.storage.HiddenStateException;
import io.jaegerstack.storage.Storage;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A storage as a part of a process: looked at from the start on, every now and then, and closed,
/// which flushes it, after everything that writes to it.
///
/// A storage that is away is a reason to warn and to say so in the process's health, not to stay
/// down: it may come while we wait.
public final class StoragePart implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(StoragePart.class);

  /// Between two looks, and the longest that a look may take: often enough to be true, and nothing
  /// beside what is written.
  private static final Duration PERIOD = Duration.ofSeconds(10);

  /// The rest of the time that is left is for those who hear that their writes failed.
  private static final double MOST_OF_IT = 0.8;

  private final Storage storage;
  private final Health health;
  private final Duration period;
  private final CountDownLatch stopped = new CountDownLatch(1);

  public StoragePart(Storage storage, Health health) {
    this(storage, health, PERIOD);
  }

  StoragePart(Storage storage, Health health, Duration period) {
    this.storage = storage;
    this.health = health;
    this.period = period;
  }

  @Override
  public String name() {
    return "storage";
  }

  @Override
  public void start() {
    Thread.ofVirtual().name("storage-check").start(this::watch);
  }

  private void watch() {
    try {
      do {
        tell(look());
      } while (!stopped.await(period.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /// On a thread of its own, because a server that takes a connection and then is silent could hold
  /// us for ever.
  private StorageHealth look() throws InterruptedException {
    var check = new FutureTask<>(storage::check, StorageHealth.available());
    var checking = Thread.ofVirtual().name("storage-look").start(check);
    try {
      return check.get(period.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      return failed.getCause() instanceof HiddenStateException
          ? StorageHealth.unknown(words(failed))
          : StorageHealth.failing(words(failed));
    } catch (TimeoutException slow) {
      checking.interrupt();
      return StorageHealth.failing("no answer within " + period.toSeconds() + " s");
    }
  }

  private static String words(ExecutionException failed) {
    var cause = requireNonNullElse(failed.getCause(), failed);
    return requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
  }

  private void tell(StorageHealth now) {
    boolean isNews = health.storage().filter(last -> last.state() == now.state()).isEmpty();
    health.storage(now);
    if (!isNews || stopped.getCount() == 0) {
      return;
    }
    switch (now.state()) {
      case AVAILABLE -> LOG.info("storage answers");
      case FAILING -> LOG.warn("storage does not answer, spans wait in the queue: {}", now.error());
      case UNKNOWN -> LOG.warn("storage does not let us look at its state: {}", now.error());
    }
  }

  /// What has no answer by then was counted by the storage.
  @Override
  public void stop(Deadline deadline) {
    stopped.countDown();
    long unanswered = storage.close(deadline.fraction(MOST_OF_IT).remaining());
    if (unanswered > 0) {
      LOG.warn("storage closed before it answered for all spans unanswered={}", unanswered);
    }
  }
}
