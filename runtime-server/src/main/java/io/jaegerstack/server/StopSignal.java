package io.jaegerstack.server;

import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;

/// SIGTERM and SIGINT as something that `main` can wait for. A shutdown hook would do as well, but
/// then the exit code is the signal's, and the JVM's own work at exit races with the drain.
public final class StopSignal {
  private final CountDownLatch asked = new CountDownLatch(1);

  /// Takes over the process's handling of both signals.
  public static StopSignal installed() {
    var stop = new StopSignal();
    Signal.handle(new Signal("TERM"), signal -> stop.raise());
    Signal.handle(new Signal("INT"), signal -> stop.raise());
    return stop;
  }

  /// As if the signal had come.
  public void raise() {
    asked.countDown();
  }

  public void await() throws InterruptedException {
    asked.await();
  }
}
