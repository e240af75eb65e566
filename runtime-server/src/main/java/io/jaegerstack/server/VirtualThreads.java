package io.jaegerstack.server;

import java.util.concurrent.ThreadFactory;

/// The one place where virtual threads come from, so that all of them have names. They are
/// unbounded: whoever starts them bounds the work with a queue or a semaphore.
public final class VirtualThreads {
  /// Threads called `purpose-0`, `purpose-1`, …
  public static ThreadFactory named(String purpose) {
    return Thread.ofVirtual().name(purpose + "-", 0).factory();
  }

  public static Thread start(String name, Runnable work) {
    return Thread.ofVirtual().name(name).start(work);
  }

  private VirtualThreads() {}
}
