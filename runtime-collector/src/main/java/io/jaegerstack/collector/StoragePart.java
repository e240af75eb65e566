package io.jaegerstack.collector;

import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.DependencyHealth;
import io.jaegerstack.server.DependencyWatch;
import io.jaegerstack.server.Health;
import io.jaegerstack.server.Part;
import io.jaegerstack.storage.HiddenStateException;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A storage as a part of a process: looked at from the start on, every now and then, and closed,
/// which flushes it, after everything that writes to it.
///
/// A storage that is away is a reason to warn and to say so in the process's health, not to stay
/// down: it may come while we wait.
public final class StoragePart implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(StoragePart.class);

  /// The rest of the time that is left is for those who hear that their writes failed.
  private static final double MOST_OF_IT = 0.8;

  private final Storage storage;
  private final DependencyWatch watch;

  public StoragePart(Storage storage, Health health) {
    this(storage, health, DependencyWatch.PERIOD);
  }

  StoragePart(Storage storage, Health health, Duration period) {
    this.storage = storage;
    this.watch =
        new DependencyWatch(
            Health.STORAGE,
            health,
            period,
            storage::check,
            HiddenStateException.class::isInstance,
            StorageException::reasonOf,
            StoragePart::tell);
  }

  @Override
  public String name() {
    return "storage";
  }

  @Override
  public void start() {
    watch.start();
  }

  private static void tell(DependencyHealth now) {
    switch (now.state()) {
      case AVAILABLE -> LOG.info("storage answers");
      case FAILING ->
          LOG.warn("storage does not answer, spans wait in the queue: {}", now.reason());
      case UNKNOWN -> LOG.warn("storage does not let us look at its state: {}", now.reason());
    }
  }

  /// What has no answer by then was counted by the storage.
  @Override
  public void stop(Deadline deadline) {
    watch.stop();
    long unanswered = storage.close(deadline.fraction(MOST_OF_IT).remaining());
    if (unanswered > 0) {
      LOG.warn("storage closed before it answered for all spans unanswered={}", unanswered);
    }
  }
}
