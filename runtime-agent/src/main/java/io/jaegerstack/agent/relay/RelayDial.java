package io.jaegerstack.agent.relay;

import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.tls.TlsClient;
import io.jaegerstack.wire.relay.MessageType;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.time.Duration;
import java.util.Optional;

/// Connects to collectors.
final class RelayDial {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  /// After it, a peer that does not acknowledge what we sent is gone.
  private static final Duration UNACKNOWLEDGED = Duration.ofSeconds(20);

  /// What is written and not yet the kernel's is copied outside the heap: no more than keeps the
  /// connection busy.
  private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(256 << 10, 1 << 20);

  private final EventLoops loops;
  private final EventLoop loop;
  private final Optional<TlsClient> tls;

  RelayDial(EventLoops loops, EventLoop loop, Optional<TlsClient> tls) {
    this.loops = loops;
    this.loop = loop;
    this.tls = tls;
  }

  /// Tells `connection` what comes of it. Nothing where it was closed before its turn came.
  void dial(RelayConnection connection) {
    if (connection.isClosed()) {
      return;
    }
    var bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(loops.clientChannel())
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_TIMEOUT.toMillis())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT)
            .handler(new Pipeline(connection));
    if (loops.isEpoll()) {
      bootstrap.option(EpollChannelOption.TCP_USER_TIMEOUT, (int) UNACKNOWLEDGED.toMillis());
    }
    bootstrap
        .connect(connection.address().socket())
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                connection.failed(connected.cause());
              }
            });
  }

  private final class Pipeline extends ChannelInitializer<Channel> {
    private final RelayConnection connection;

    Pipeline(RelayConnection connection) {
      this.connection = connection;
    }

    @Override
    protected void initChannel(Channel channel) {
      ChannelPipeline pipeline = channel.pipeline();
      tls.ifPresent(
          spoken -> pipeline.addLast(spoken.handler(connection.address().name(), channel)));
      pipeline.addLast(
          new LengthFieldBasedFrameDecoder(
              MessageType.LENGTH_BYTES + MessageType.MAX_FROM_COLLECTOR,
              0,
              MessageType.LENGTH_BYTES,
              0,
              MessageType.LENGTH_BYTES));
      pipeline.addLast(connection);
    }
  }
}
