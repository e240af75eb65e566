package io.jaegerstack.server.http;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// What a server says it refused, and waits for it.
final class RefusalCounts implements HttpWatch {
  private final Map<Refusal, AtomicInteger> refusals = new EnumMap<>(Refusal.class);
  private final CountDownLatch waiting = new CountDownLatch(1);

  RefusalCounts() {
    for (Refusal refusal : Refusal.values()) {
      refusals.put(refusal, new AtomicInteger());
    }
  }

  @Override
  public void answered(String method, String route, int status, Duration took) {}

  @Override
  public void refused(Refusal why) {
    refusals.get(why).incrementAndGet();
  }

  int count(Refusal why) {
    return refusals.get(why).get();
  }

  void await(Refusal why) {
    while (count(why) == 0) {
      Thread.onSpinWait();
    }
  }

  void awaitWaiting() throws InterruptedException {
    waiting.await();
  }

  void awaitReserved(HttpServer server, long bytes) {
    while (server.bodiesBytes() < bytes) {
      Thread.onSpinWait();
    }
  }

  void awaitNoneReserved(HttpServer server) {
    while (server.bodiesBytes() > 0) {
      Thread.onSpinWait();
    }
  }

  void awaitNoConnections(HttpServer server) {
    while (server.connections() > 0) {
      Thread.onSpinWait();
    }
  }

  /// A handler that waits has been reached.
  void entered() {
    waiting.countDown();
  }
}
