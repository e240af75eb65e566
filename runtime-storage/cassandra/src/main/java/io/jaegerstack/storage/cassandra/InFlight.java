package io.jaegerstack.storage.cassandra;

import java.util.concurrent.Semaphore;

/// Bounds what servers have been sent and have not answered, over all writes: requests, and bytes.
final class InFlight {
  private static final int KIB = 1024;

  private final Semaphore requests;
  private final Semaphore kibibytes;
  private final int mostKibibytes;

  InFlight(int requests, long bytes) {
    this.requests = new Semaphore(requests);
    this.mostKibibytes = Math.toIntExact(bytes / KIB);
    this.kibibytes = new Semaphore(mostKibibytes);
  }

  /// Waits until there is room for one more request; one that is larger than all the room takes all
  /// of it.
  ///
  /// @throws InterruptedException where the writing thread is asked to end; nothing is taken then
  void enter(int bytes) throws InterruptedException {
    requests.acquire();
    try {
      kibibytes.acquire(room(bytes));
    } catch (InterruptedException stopped) {
      requests.release();
      throw stopped;
    }
  }

  void leave(int bytes) {
    kibibytes.release(room(bytes));
    requests.release();
  }

  private int room(int bytes) {
    return Math.min(mostKibibytes, bytes / KIB + 1);
  }
}
