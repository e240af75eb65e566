package io.jaegerstack.server.tls;

import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.TlsServerSettings;
import io.jaegerstack.settings.tls.LiveTls;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// TLS of one listening port. Whoever owns the port starts and stops it, and hands over each
/// connection before anything is read from it.
public final class TlsServer {
  private static final Duration HANDSHAKE_TIME = Duration.ofSeconds(10);

  /// For the end of a connection to be told; a peer that does not read it is left.
  private static final Duration CLOSE_TIME = Duration.ofSeconds(2);

  private final LiveTls live;
  private final TlsRules rules;
  private final ClientAuth callers;
  private final Protocol protocol;
  private final JdkSslContext context;
  private final TlsCounts counts;
  private final Optional<Following> following;
  private final ThreadPoolExecutor handshakes;
  private final Duration handshakeTime;

  private TlsServer(
      SettingValues settings,
      TlsServerSettings tls,
      LiveTls live,
      Protocol protocol,
      MeterRegistry registry,
      Duration handshakeTime) {
    this.live = live;
    this.protocol = protocol;
    this.handshakeTime = handshakeTime;
    rules = TlsRules.of(settings, tls);
    callers = settings.value(tls.clientCa()).isEmpty() ? ClientAuth.NONE : ClientAuth.REQUIRE;
    context = rules.server(live.context(), protocol, callers);
    counts = new TlsCounts(tls.prefix(), live, registry);
    following =
        Optional.of(
            new Following(tls.prefix(), live, settings.value(tls.reloadInterval()), counts));
    handshakes = handshakes(tls.prefix());
  }

  private TlsServer(TlsServer of, Protocol protocol) {
    live = of.live;
    rules = of.rules;
    callers = of.callers;
    this.protocol = protocol;
    context = rules.server(live.context(), protocol, callers);
    counts = of.counts;
    following = Optional.empty();
    handshakes = of.handshakes;
    handshakeTime = of.handshakeTime;
  }

  /// Nothing where `tls` is off.
  ///
  /// @throws SettingException naming the setting, and the file, that cannot be used
  public static Optional<TlsServer> of(
      SettingValues settings, TlsServerSettings tls, Protocol protocol, MeterRegistry registry) {
    return of(settings, tls, protocol, registry, HANDSHAKE_TIME);
  }

  /// With a handshake time of the caller's own, for tests.
  static Optional<TlsServer> of(
      SettingValues settings,
      TlsServerSettings tls,
      Protocol protocol,
      MeterRegistry registry,
      Duration handshakeTime) {
    return LiveTls.of(settings, tls)
        .map(live -> new TlsServer(settings, tls, live, protocol, registry, handshakeTime));
  }

  /// Threads of its own: a handshake is a millisecond of arithmetic, and a thousand agents that
  /// come back at once must not keep the event loops from those that are there. The connections
  /// that the port admits bound the queue. Idle threads end.
  private static ThreadPoolExecutor handshakes(String endpoint) {
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    var pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DefaultThreadFactory("tls-handshake-" + endpoint, true));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /// The same settings, files, metrics and threads for another port, where `other` is spoken. Its
  /// files are followed while this one is started, which has to be first.
  public TlsServer speaking(Protocol other) {
    return new TlsServer(this, other);
  }

  public void start() {
    following.ifPresent(Following::start);
  }

  public void stop() {
    following.ifPresent(Following::stop);
  }

  /// Puts TLS before everything else that `connection` has or gets.
  public void secure(Channel connection) {
    SslHandler tls = context.newHandler(connection.alloc(), handshakes);
    tls.setHandshakeTimeoutMillis(handshakeTime.toMillis());
    tls.setCloseNotifyFlushTimeoutMillis(CLOSE_TIME.toMillis());
    connection.pipeline().addFirst(new HandshakeWatch(tls, protocol, counts)).addFirst(tls);
  }

  /// The serial number of the certificate that new connections see.
  String serial() {
    return live.current().serial();
  }
}
