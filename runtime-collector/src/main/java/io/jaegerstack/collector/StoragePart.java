package io.jaegerstack.collector;

import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.Part;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A storage as a part of a process: looked at when the process starts, and closed, which flushes
/// it, after everything that writes to it.
public final class StoragePart implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(StoragePart.class);

  private final Storage storage;

  public StoragePart(Storage storage) {
    this.storage = storage;
  }

  @Override
  public String name() {
    return "storage";
  }

  /// A storage that is away is a reason to warn, not to stay down: it may come while we wait.
  @Override
  public void start() {
    Thread.ofVirtual().name("storage-check").start(this::check);
  }

  private void check() {
    try {
      storage.check();
      LOG.info("storage answers");
    } catch (StorageException away) {
      LOG.warn("storage does not answer, spans wait in the queue: {}", away.getMessage());
    }
  }

  @Override
  public void stop(Deadline deadline) {
    storage.close();
  }
}
