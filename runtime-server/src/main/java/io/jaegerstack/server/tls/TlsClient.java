package io.jaegerstack.server.tls;

import io.grpc.netty.NettyChannelBuilder;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.TlsClientSettings;
import io.jaegerstack.settings.tls.LiveTls;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.handler.ssl.SslHandler;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// TLS of a gRPC channel, and of connections of our own beside it. Whoever owns the channel starts
/// and stops it.
public final class TlsClient {
  private static final Logger LOG = LoggerFactory.getLogger(TlsClient.class);

  private final LiveTls live;
  private final String serverName;
  private final TlsCounts counts;
  private final Following following;

  private TlsClient(
      SettingValues settings, TlsClientSettings tls, LiveTls live, MeterRegistry registry) {
    this.live = live;
    serverName = settings.value(tls.serverName());
    counts = new TlsCounts(tls.prefix(), live, registry);
    following = new Following(tls.prefix(), live, settings.value(tls.reloadInterval()), counts);
  }

  /// Nothing where `tls` is off.
  ///
  /// @throws SettingException naming the setting, and the file, that cannot be used
  public static Optional<TlsClient> of(
      SettingValues settings, TlsClientSettings tls, MeterRegistry registry) {
    Optional<LiveTls> live = LiveTls.of(settings, tls);
    if (live.isPresent() && settings.value(tls.skipHostVerify())) {
      LOG.warn(
          "{} is set: any server is trusted, expected for trying out only",
          tls.skipHostVerify().flag());
    }
    return live.map(it -> new TlsClient(settings, tls, it, registry));
  }

  /// Makes `builder`'s channel speak TLS.
  ///
  /// @param sockets what it connects with
  public void secure(NettyChannelBuilder builder, Class<? extends Channel> sockets) {
    builder.sslContext(TlsRules.client(live.context()));
    if (!serverName.isEmpty()) {
      builder.overrideAuthority(serverName);
    }
    var plain = new ReflectiveChannelFactory<Channel>(sockets);
    builder.channelFactory(
        () -> {
          Channel connection = plain.newChannel();
          connection.pipeline().addFirst(new Watch());
          return connection;
        });
  }

  /// TLS towards `peer`, to be put first into the pipeline of a connection to it.
  public SslHandler handler(HostPort peer, Channel connection) {
    String host = serverName.isEmpty() ? peer.host() : serverName;
    SslHandler tls =
        TlsRules.plainClient(live.context()).newHandler(connection.alloc(), host, peer.port());
    SSLParameters parameters = tls.engine().getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    tls.engine().setSSLParameters(parameters);
    watch(tls, connection);
    return tls;
  }

  private void watch(SslHandler tls, Channel connection) {
    tls.handshakeFuture()
        .addListener(
            handshake -> {
              if (handshake.isSuccess()) {
                counts.succeeded();
              } else {
                counts.failed(connection.remoteAddress(), handshake.cause());
              }
            });
  }

  public void start() {
    following.start();
  }

  public void stop() {
    following.stop();
  }

  /// gRPC puts its TLS into the pipeline when the connection is made, and keeps to itself how the
  /// handshake ended.
  private final class Watch extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      ctx.fireChannelActive();
      SslHandler tls = ctx.pipeline().get(SslHandler.class);
      if (tls != null) {
        watch(tls, ctx.channel());
      }
      ctx.pipeline().remove(this);
    }
  }
}
