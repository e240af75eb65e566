package io.jaegerstack.storage.cassandra;

import com.datastax.oss.driver.api.core.metadata.EndPoint;
import com.datastax.oss.driver.api.core.ssl.SslEngineFactory;
import io.jaegerstack.settings.CassandraSettings;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.TlsClientSettings;
import io.jaegerstack.settings.tls.LiveTls;
import io.jaegerstack.settings.tls.TlsGeneration;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whom we trust and who we are, from PEM files. They are looked at again before a connection is
/// made and when the certificate's end is asked for, and not more often than the interval. Counted
/// as the TLS of ports and agents is.
final class CassandraTls implements SslEngineFactory {
  private static final Logger LOG = LoggerFactory.getLogger(CassandraTls.class);
  private static final String RELOADS = "jaegerstack_tls_reloads";

  private final LiveTls live;
  private final TlsClientSettings names;
  private final SSLContext context;
  private final boolean isVerified;
  private final long intervalNanos;
  private final LongSupplier nanoTime;
  private final AtomicLong lookedNanos;
  private final Counter replaced;
  private final Counter kept;

  private CassandraTls(
      LiveTls live,
      SettingValues settings,
      TlsClientSettings names,
      MeterRegistry registry,
      LongSupplier nanoTime) {
    this.live = live;
    this.names = names;
    this.isVerified = !settings.value(names.skipHostVerify());
    this.intervalNanos = settings.value(names.reloadInterval()).toNanos();
    this.nanoTime = nanoTime;
    this.lookedNanos = new AtomicLong(nanoTime.getAsLong());
    this.context = live.context(settings.value(names.serverName()), this::look);
    replaced = registry.counter(RELOADS, "endpoint", names.prefix(), "result", "ok");
    kept = registry.counter(RELOADS, "endpoint", names.prefix(), "result", "failed");
    if (live.current().expiry().isPresent()) {
      Gauge.builder("jaegerstack_tls_cert_expiry_timestamp_seconds", this, it -> it.expirySeconds())
          .tag("endpoint", names.prefix())
          .strongReference(true)
          .register(registry);
    }
    warn(live.current());
  }

  /// Nothing where TLS is off.
  ///
  /// @throws io.jaegerstack.settings.SettingException naming the setting whose file is unusable
  static Optional<CassandraTls> of(
      SettingValues settings, CassandraSettings cluster, MeterRegistry registry) {
    return of(settings, cluster, registry, System::nanoTime);
  }

  /// With a clock of the caller's own, for tests.
  static Optional<CassandraTls> of(
      SettingValues settings,
      CassandraSettings cluster,
      MeterRegistry registry,
      LongSupplier nanoTime) {
    TlsClientSettings names = cluster.tls();
    Optional<LiveTls> live = LiveTls.of(settings, names);
    if (live.isPresent() && settings.value(names.skipHostVerify())) {
      LOG.warn(
          "{} is set: any server is trusted, expected for trying out only",
          names.skipHostVerify().flag());
    }
    return live.map(it -> new CassandraTls(it, settings, names, registry, nanoTime));
  }

  @Override
  public SSLEngine newSslEngine(EndPoint remote) {
    SSLEngine engine =
        remote.resolve() instanceof InetSocketAddress address
            ? context.createSSLEngine(address.getHostString(), address.getPort())
            : context.createSSLEngine();
    engine.setUseClientMode(true);
    if (isVerified) {
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      engine.setSSLParameters(parameters);
    }
    return engine;
  }

  @Override
  public void close() {}

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
            "TLS files not taken, the former go on endpoint={} why={}",
            names.prefix(),
            former.why());
      }
      case LiveTls.Look.Replaced next -> {
        replaced.increment();
        LOG.info("TLS files replaced endpoint={} serial={}", names.prefix(), next.by().serial());
        warn(next.by());
      }
    }
  }

  private void warn(TlsGeneration generation) {
    generation
        .concerns(Instant.now())
        .forEach(why -> LOG.warn("endpoint={} {}", names.prefix(), why));
  }
}
