package io.jaegerstack.collector.pipeline;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/// Whose turn it is to take from the queue and write: as many writers at once as the storage
/// serves. What waits for a turn waits in the queue, where it becomes one large write instead of
/// many small ones.
final class Turns {
  private final Semaphore free;

  Turns(int atOnce) {
    free = new Semaphore(atOnce);
  }

  /// Waits for a turn; closing ends it.
  Turn await() throws InterruptedException {
    free.acquire();
    return new Turn();
  }

  /// One writer's turn, which ends once.
  final class Turn implements AutoCloseable {
    private final AtomicBoolean ended = new AtomicBoolean();

    private Turn() {}

    /// Lets another writer go on, while this one waits to try again.
    void end() {
      if (ended.compareAndSet(false, true)) {
        free.release();
      }
    }

    @Override
    public void close() {
      end();
    }
  }
}
