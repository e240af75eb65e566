package io.jaegerstack.agent.spill;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Tells the log's thread that there is something to do. Rings once however often it is pressed.
final class Doorbell {
  private final Semaphore rings = new Semaphore(0);

  void press() {
    if (rings.availablePermits() == 0) {
      rings.release();
    }
  }

  /// Until it was pressed, or the time is over.
  void await(long millis) throws InterruptedException {
    if (rings.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
      rings.drainPermits();
    }
  }
}
