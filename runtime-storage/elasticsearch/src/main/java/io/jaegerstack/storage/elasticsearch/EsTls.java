package io.jaegerstack.storage.elasticsearch;

import static io.jaegerstack.settings.StorageSettings.ES_TLS;

import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.tls.LiveTls;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whom we trust and who we are, from PEM files. They are looked at again before a connection is
/// made, and not more often than the interval: a storage has no thread of its own to do it.
final class EsTls {
  private static final Logger LOG = LoggerFactory.getLogger(EsTls.class);
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final LiveTls live;
  private final long intervalNanos;
  private final LongSupplier nanoTime;
  private final AtomicLong lookedNanos;

  private EsTls(LiveTls live, Duration interval, LongSupplier nanoTime) {
    this.live = live;
    this.intervalNanos = interval.toNanos();
    this.nanoTime = nanoTime;
    this.lookedNanos = new AtomicLong(nanoTime.getAsLong());
  }

  /// Nothing where the JVM's own defaults apply.
  ///
  /// @throws SettingException naming the setting whose file is unusable
  static Optional<SSLContext> context(SettingValues settings) {
    return context(settings, System::nanoTime);
  }

  /// With a clock of the caller's own, for tests.
  static Optional<SSLContext> context(SettingValues settings, LongSupplier nanoTime) {
    Optional<LiveTls> live = LiveTls.of(settings, ES_TLS);
    if (live.isPresent() && settings.value(ES_TLS.skipHostVerify())) {
      LOG.warn(
          "{} is set: any server is trusted, expected for trying out only",
          ES_TLS.skipHostVerify().flag());
    }
    return live.map(
        it -> {
          var tls = new EsTls(it, INTERVAL, nanoTime);
          it.current().concerns(Instant.now()).forEach(why -> LOG.warn("endpoint=es {}", why));
          return it.context(tls::look);
        });
  }

  private void look() {
    long now = nanoTime.getAsLong();
    long last = lookedNanos.get();
    if (now - last < intervalNanos || !lookedNanos.compareAndSet(last, now)) {
      return;
    }
    switch (live.look()) {
      case LiveTls.Look.Unchanged _ -> {}
      case LiveTls.Look.Kept kept ->
          LOG.warn("TLS files not taken, the former go on endpoint=es why={}", kept.why());
      case LiveTls.Look.Replaced replaced -> {
        LOG.info("TLS files replaced endpoint=es serial={}", replaced.by().serial());
        replaced.by().concerns(Instant.now()).forEach(why -> LOG.warn("endpoint=es {}", why));
      }
    }
  }
}
