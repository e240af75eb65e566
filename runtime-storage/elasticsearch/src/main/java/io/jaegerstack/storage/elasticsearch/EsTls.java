package io.jaegerstack.storage.elasticsearch;

import static io.jaegerstack.settings.StorageSettings.ES_TLS;

import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.tls.LiveTls;
import io.jaegerstack.settings.tls.TlsGeneration;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whom we trust and who we are, from PEM files. They are looked at again before a connection is
/// made and when the certificate's end is asked for, and not more often than the interval: a
/// storage has no thread of its own to do it. Counted as the TLS of ports and agents is.
final class EsTls {
  private static final Logger LOG = LoggerFactory.getLogger(EsTls.class);
  private static final String RELOADS = "jaegerstack_tls_reloads";

  private final LiveTls live;
  private final String serverName;
  private final long intervalNanos;
  private final LongSupplier nanoTime;
  private final AtomicLong lookedNanos;
  private final Counter replaced;
  private final Counter kept;

  private EsTls(
      LiveTls live, SettingValues settings, MeterRegistry registry, LongSupplier nanoTime) {
    this.live = live;
    this.serverName = settings.value(ES_TLS.serverName());
    this.intervalNanos = settings.value(ES_TLS.reloadInterval()).toNanos();
    this.nanoTime = nanoTime;
    this.lookedNanos = new AtomicLong(nanoTime.getAsLong());
    String endpoint = ES_TLS.prefix();
    replaced = registry.counter(RELOADS, "endpoint", endpoint, "result", "ok");
    kept = registry.counter(RELOADS, "endpoint", endpoint, "result", "failed");
    if (live.current().expiry().isPresent()) {
      Gauge.builder("jaegerstack_tls_cert_expiry_timestamp_seconds", this, EsTls::expirySeconds)
          .tag("endpoint", endpoint)
          .strongReference(true)
          .register(registry);
    }
  }

  /// Nothing where the JVM's own defaults apply.
  ///
  /// @throws SettingException naming the setting whose file is unusable
  static Optional<SSLContext> context(SettingValues settings, MeterRegistry registry) {
    return context(settings, registry, System::nanoTime);
  }

  /// With a clock of the caller's own, for tests.
  static Optional<SSLContext> context(
      SettingValues settings, MeterRegistry registry, LongSupplier nanoTime) {
    Optional<LiveTls> live = LiveTls.of(settings, ES_TLS);
    if (live.isPresent() && settings.value(ES_TLS.skipHostVerify())) {
      LOG.warn(
          "{} is set: any server is trusted, expected for trying out only",
          ES_TLS.skipHostVerify().flag());
    }
    return live.map(it -> new EsTls(it, settings, registry, nanoTime).context());
  }

  private SSLContext context() {
    warn(live.current());
    return live.context(serverName, this::look);
  }

  private double expirySeconds() {
    look();
    return live.current().expiry().map(Instant::getEpochSecond).orElse(0L);
  }

  private void look() {
    long now = nanoTime.getAsLong();
    long last = lookedNanos.get();
    boolean isEarly = intervalNanos == 0 || now - last < intervalNanos;
    if (isEarly || !lookedNanos.compareAndSet(last, now)) {
      return;
    }
    switch (live.look()) {
      case LiveTls.Look.Unchanged _ -> {}
      case LiveTls.Look.Kept former -> {
        kept.increment();
        LOG.warn("TLS files not taken, the former go on endpoint=es why={}", former.why());
      }
      case LiveTls.Look.Replaced next -> {
        replaced.increment();
        LOG.info("TLS files replaced endpoint=es serial={}", next.by().serial());
        warn(next.by());
      }
    }
  }

  private static void warn(TlsGeneration generation) {
    generation.concerns(Instant.now()).forEach(why -> LOG.warn("endpoint=es {}", why));
  }
}
