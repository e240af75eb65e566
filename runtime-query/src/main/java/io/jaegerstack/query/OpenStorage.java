package io.jaegerstack.query;

import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.DependencyHealth;
import io.jaegerstack.server.DependencyWatch;
import io.jaegerstack.server.Health;
import io.jaegerstack.server.Part;
import io.jaegerstack.storage.HiddenStateException;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A storage that is looked at while it is read, and closed when its readers have stopped.
final class OpenStorage implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(OpenStorage.class);

  private final Storage storage;
  private final DependencyWatch watch;

  OpenStorage(Storage storage, Health health) {
    this.storage = storage;
    this.watch =
        new DependencyWatch(
            Health.STORAGE,
            health,
            DependencyWatch.PERIOD,
            storage::check,
            HiddenStateException.class::isInstance,
            StorageException::reasonOf,
            OpenStorage::tell);
  }

  private static void tell(DependencyHealth now) {
    switch (now.state()) {
      case AVAILABLE -> LOG.info("storage answers");
      case FAILING -> LOG.warn("storage does not answer, nothing can be read: {}", now.reason());
      case UNKNOWN -> LOG.warn("storage does not let us look at its state: {}", now.reason());
    }
  }

  @Override
  public String name() {
    return "storage";
  }

  @Override
  public void start() {
    watch.start();
  }

  @Override
  public void stop(Deadline deadline) {
    watch.stop();
    storage.close(deadline.remaining());
  }
}
