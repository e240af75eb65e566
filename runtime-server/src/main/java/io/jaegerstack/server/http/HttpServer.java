package io.jaegerstack.server.http;

import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.TcpPort;
import io.jaegerstack.server.tls.TlsServer;
import io.jaegerstack.settings.HostPort;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.flow.FlowControlHandler;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One HTTP port. One call per connection is in work at a time; pipelined ones wait unread.
public final class HttpServer implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

  private final String name;
  private final EventLoops loops;
  private final HostPort address;
  private final HttpContext context;
  private final Optional<TlsServer> tls;
  private final TcpPort port;

  private HttpServer(
      String name,
      EventLoops loops,
      HostPort address,
      HttpContext context,
      Optional<TlsServer> tls) {
    this.name = name;
    this.loops = loops;
    this.address = address;
    this.context = context;
    this.tls = tls;
    this.port = new TcpPort(name(), address);
  }

  public static HttpServer of(
      String name, EventLoops loops, HostPort address, HttpLimits limits, Routes routes) {
    return of(name, loops, address, limits, routes, ErrorFormat.JSON, HttpWatch.NONE);
  }

  public static HttpServer of(
      String name,
      EventLoops loops,
      HostPort address,
      HttpLimits limits,
      Routes routes,
      ErrorFormat errors,
      HttpWatch watch) {
    return new HttpServer(
        name,
        loops,
        address,
        new HttpContext(name, limits, routes, errors, watch),
        Optional.empty());
  }

  /// The same, speaking TLS where there is any; to be asked before the start.
  public HttpServer withTls(Optional<TlsServer> spoken) {
    return new HttpServer(name, loops, address, context, spoken);
  }

  @Override
  public String name() {
    return name + " http";
  }

  @Override
  public void start() throws IOException {
    port.listen(loops, new Connections());
    tls.ifPresent(TlsServer::start);
  }

  /// The port listened on, also where any free one was asked for.
  ///
  /// @throws IllegalStateException before the start
  public int port() {
    return port.number();
  }

  /// Stops accepting, lets calls in work be answered, closes the rest at the deadline.
  @Override
  public void stop(Deadline deadline) {
    if (!port.isOpen()) {
      return;
    }
    tls.ifPresent(TlsServer::stop);
    context.drain();
    port.close(deadline);
    if (!context.awaitClosed(deadline)) {
      LOG.warn(
          "closing connections with calls in work server=\"{}\" connections={}",
          name(),
          context.connections());
    }
    context.closeAll();
  }

  /// Bytes of all bodies held now.
  public long bodiesBytes() {
    return context.reserved();
  }

  /// Connections open now.
  public int connections() {
    return context.connections();
  }

  private final class Connections extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      if (!context.admit(channel)) {
        channel.close();
        return;
      }
      tls.ifPresent(spoken -> spoken.secure(channel));
      int head = context.limits().headBytes();
      var decoding =
          new HttpDecoderConfig()
              .setMaxInitialLineLength(head)
              .setMaxHeaderSize(head)
              .setHeadersFactory(FewHeaders.factory());
      channel
          .pipeline()
          .addLast(new StrictRequestDecoder(decoding))
          .addLast(new HttpResponseEncoder())
          .addLast(new FlowControlHandler())
          .addLast(new HttpConnection(context));
    }
  }
}
