package io.jaegerstack.server.tls;

import io.jaegerstack.server.VirtualThreads;
import io.jaegerstack.settings.tls.LiveTls;
import io.jaegerstack.settings.tls.TlsGeneration;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the files of one server or client, again and again, by content: a Secret that is
/// mounted is replaced behind symbolic links, which tell no watcher anything.
final class Following {
  private static final Logger LOG = LoggerFactory.getLogger(Following.class);

  private final String endpoint;
  private final LiveTls live;
  private final Duration interval;
  private final TlsCounts counts;
  private final CountDownLatch stopping = new CountDownLatch(1);

  /// @param interval zero means never
  Following(String endpoint, LiveTls live, Duration interval, TlsCounts counts) {
    this.endpoint = endpoint;
    this.live = live;
    this.interval = interval;
    this.counts = counts;
  }

  void start() {
    tell("TLS", live.current());
    if (interval.isPositive()) {
      VirtualThreads.start("tls-" + endpoint, this::run);
    }
  }

  void stop() {
    stopping.countDown();
  }

  private void run() {
    try {
      while (!stopping.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
        look();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      take(live.look());
    } catch (RuntimeException unforeseen) {
      // The next look may find it mended; without one nobody would ever look again.
      counts.notReloaded(String.valueOf(unforeseen));
    }
  }

  private void take(LiveTls.Look found) {
    switch (found) {
      case LiveTls.Look.Unchanged _ -> {}
      case LiveTls.Look.Kept kept -> counts.notReloaded(kept.why());
      case LiveTls.Look.Replaced replaced -> {
        counts.reloaded();
        tell("TLS files replaced", replaced.by());
      }
    }
  }

  private void tell(String what, TlsGeneration generation) {
    LOG.info(
        "{} endpoint={} serial={} expires={}",
        what,
        endpoint,
        generation.serial(),
        generation.expiry().map(Instant::toString).orElse("never"));
    generation.concerns(Instant.now()).forEach(why -> LOG.warn("endpoint={} {}", endpoint, why));
  }
}
