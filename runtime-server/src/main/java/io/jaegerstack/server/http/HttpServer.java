package io.jaegerstack.server.http;

import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.ListenException;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.tls.TlsServer;
import io.jaegerstack.settings.HostPort;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.flow.FlowControlHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One HTTP port. One call per connection is in work at a time; pipelined ones wait unread.
public final class HttpServer implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

  /// Connections that the kernel accepts ahead of us.
  private static final int BACKLOG = 1_024;

  /// An answer's bytes that wait in the process for its caller: more adds memory, less adds
  /// wake-ups.
  private static final WriteBufferWaterMark WRITE_AHEAD =
      new WriteBufferWaterMark(32 * 1024, 128 * 1024);

  /// A head that stays unfinished keeps alive the whole buffer that it was read into.
  private static final RecvByteBufAllocator READS =
      new AdaptiveRecvByteBufAllocator(2 * 1024, 2 * 1024, 16 * 1024);

  private final String name;
  private final EventLoops loops;
  private final HostPort address;
  private final HttpContext context;
  private final Optional<TlsServer> tls;
  private @Nullable Channel listening;

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
    var bind =
        new ServerBootstrap()
            .group(loops.group())
            .channel(loops.serverChannel())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, READS)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_AHEAD)
            .childHandler(new Connections())
            .bind(address.toListen())
            .awaitUninterruptibly();
    if (!bind.isSuccess()) {
      throw ListenException.of("tcp", address, bind.cause());
    }
    listening = bind.channel();
    tls.ifPresent(TlsServer::start);
    LOG.info("listening server=\"{}\" address={} port={}", name(), address, port());
  }

  /// The port listened on, also where any free one was asked for.
  ///
  /// @throws IllegalStateException before the start
  public int port() {
    if (listening == null) {
      throw new IllegalStateException(name() + " has not started");
    }
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /// Stops accepting, lets calls in work be answered, closes the rest at the deadline.
  @Override
  public void stop(Deadline deadline) {
    if (listening == null) {
      return;
    }
    tls.ifPresent(TlsServer::stop);
    context.drain();
    listening.close().awaitUninterruptibly(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
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
              .setValidateHeaders(true);
      channel
          .pipeline()
          .addLast(new StrictRequestDecoder(decoding))
          .addLast(new HttpResponseEncoder())
          .addLast(new FlowControlHandler())
          .addLast(new HttpConnection(context));
    }
  }
}
