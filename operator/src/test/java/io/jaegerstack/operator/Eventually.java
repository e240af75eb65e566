package io.jaegerstack.operator;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/// Repeats an assertion until it holds, and lets its failure through when time is up. A conflict
/// with another writer is repeated too: a test's edit may meet the cluster's own controllers.
final class Eventually {
  /// Generous: the machine may be busy with other tests.
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final Duration PAUSE = Duration.ofMillis(100);

  static void holds(Runnable assertion) {
    Instant end = Instant.now().plus(LIMIT);
    while (true) {
      try {
        assertion.run();
        return;
      } catch (AssertionError | NullPointerException notYet) {
        if (Instant.now().isAfter(end)) {
          throw notYet;
        }
      } catch (KubernetesClientException refused) {
        if (refused.getCode() != HttpURLConnection.HTTP_CONFLICT || Instant.now().isAfter(end)) {
          throw refused;
        }
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private Eventually() {}
}
