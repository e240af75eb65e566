package io.jaegerstack.storage;

import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.TlsClientSettings;
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

/// Whom a storage's client trusts and who it is, from PEM files. They are looked at again before a
/// connection is made and when the certificate's end is asked for, and not more often than the
/// interval: a storage has no thread of its own to do it. Counted as the TLS of ports and agents
/// is, by the prefix of the settings.
public final class StorageTls {
  private static final Logger LOG = LoggerFactory.getLogger(StorageTls.class);
  private static final String RELOADS = "jaegerstack_tls_reloads";

  private final LiveTls live;
  private final String endpoint;
  private final SSLContext context;
  private final long intervalNanos;
  private final LongSupplier nanoTime;
  private final AtomicLong lookedNanos;
  private final Counter replaced;
  private final Counter kept;

  private StorageTls(
      LiveTls live,
      SettingValues settings,
      TlsClientSettings names,
      MeterRegistry registry,
      LongSupplier nanoTime) {
    this.live = live;
    this.endpoint = names.prefix();
    this.intervalNanos = settings.value(names.reloadInterval()).toNanos();
    this.nanoTime = nanoTime;
    this.lookedNanos = new AtomicLong(nanoTime.getAsLong());
    this.context = live.context(settings.value(names.serverName()), this::look);
    replaced = registry.counter(RELOADS, "endpoint", endpoint, "result", "ok");
    kept = registry.counter(RELOADS, "endpoint", endpoint, "result", "failed");
    if (live.current().expiry().isPresent()) {
      Gauge.builder("jaegerstack_tls_cert_expiry_timestamp_seconds", this, it -> it.expirySeconds())
          .tag("endpoint", endpoint)
          .strongReference(true)
          .register(registry);
    }
    warn(live.current());
  }

  /// Nothing where TLS is off.
  ///
  /// @throws io.jaegerstack.settings.SettingException naming the setting whose file is unusable
  public static Optional<StorageTls> of(
      SettingValues settings, TlsClientSettings names, MeterRegistry registry) {
    return of(settings, names, registry, System::nanoTime);
  }

  /// With a clock of the caller's own, for tests.
  public static Optional<StorageTls> of(
      SettingValues settings,
      TlsClientSettings names,
      MeterRegistry registry,
      LongSupplier nanoTime) {
    Optional<LiveTls> live = LiveTls.of(settings, names);
    if (live.isPresent() && settings.value(names.skipHostVerify())) {
      LOG.warn(
          "{} is set: any server is trusted, expected for trying out only",
          names.skipHostVerify().flag());
    }
    return live.map(it -> new StorageTls(it, settings, names, registry, nanoTime));
  }

  /// Makes connections with the files as they are then.
  public SSLContext context() {
    return context;
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
        LOG.warn(
            "TLS files not taken, the former go on endpoint={} why={}", endpoint, former.why());
      }
      case LiveTls.Look.Replaced next -> {
        replaced.increment();
        LOG.info("TLS files replaced endpoint={} serial={}", endpoint, next.by().serial());
        warn(next.by());
      }
    }
  }

  private void warn(TlsGeneration generation) {
    generation.concerns(Instant.now()).forEach(why -> LOG.warn("endpoint={} {}", endpoint, why));
  }
}
