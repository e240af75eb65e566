package io.jaegerstack.server.tls;

import io.jaegerstack.server.RateLimitedLog;
import io.jaegerstack.settings.tls.LiveTls;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.SocketAddress;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// One server's or client's handshakes and readings of files, counted, and logged at a limited
/// rate.
final class TlsCounts {
  private final String endpoint;
  private final RateLimitedLog warnings =
      RateLimitedLog.of(LoggerFactory.getLogger(TlsCounts.class));
  private final RateLimitedLog staleFiles =
      RateLimitedLog.of(LoggerFactory.getLogger(TlsCounts.class));
  private final Map<Failure, Counter> failures = new EnumMap<>(Failure.class);
  private final Counter handshakes;
  private final Counter reloads;
  private final Counter failedReloads;

  /// @param endpoint the prefix of its settings: `collector.grpc`
  TlsCounts(String endpoint, LiveTls live, MeterRegistry registry) {
    this.endpoint = endpoint;
    for (Failure why : Failure.values()) {
      failures.put(
          why,
          Counter.builder("jaegerstack_tls_handshakes_failed")
              .tags("endpoint", endpoint, "reason", why.label())
              .register(registry));
    }
    handshakes =
        Counter.builder("jaegerstack_tls_handshakes").tag("endpoint", endpoint).register(registry);
    reloads = reloads(registry, "ok");
    failedReloads = reloads(registry, "failed");
    if (live.current().expiry().isPresent()) {
      Gauge.builder("jaegerstack_tls_cert_expiry_timestamp_seconds", live, TlsCounts::expirySeconds)
          .tag("endpoint", endpoint)
          .strongReference(true)
          .register(registry);
    }
  }

  private Counter reloads(MeterRegistry registry, String result) {
    return Counter.builder("jaegerstack_tls_reloads")
        .tags("endpoint", endpoint, "result", result)
        .register(registry);
  }

  private static double expirySeconds(LiveTls live) {
    return live.current().expiry().map(Instant::getEpochSecond).orElse(0L);
  }

  void succeeded() {
    handshakes.increment();
  }

  void failed(@Nullable SocketAddress remote, Throwable cause) {
    failed(remote, Failure.of(cause), String.valueOf(cause.getMessage()));
  }

  void failed(@Nullable SocketAddress remote, Failure why, String message) {
    Counter counter = failures.get(why);
    if (counter != null) {
      counter.increment();
    }
    if (why == Failure.CLOSED) {
      return; // a probe that only connects, mostly
    }
    // What a peer sent that is no TLS stands in the message, in hexadecimal: not for the log.
    warnings.warn(
        "TLS handshake failed endpoint={} remote={} reason={} why=\"{}\"",
        endpoint,
        remote,
        why.label(),
        why == Failure.PLAINTEXT ? "not TLS" : message);
  }

  void reloaded() {
    reloads.increment();
  }

  void notReloaded(String why) {
    failedReloads.increment();
    staleFiles.warn("TLS files not taken, the former go on endpoint={} why={}", endpoint, why);
  }
}
