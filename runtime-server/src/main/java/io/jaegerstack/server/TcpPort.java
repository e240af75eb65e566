package io.jaegerstack.server;

import io.jaegerstack.settings.HostPort;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A TCP port of a server that is not gRPC's: listened on by the process's event loops, from
/// [#listen] to [#close].
public final class TcpPort {
  private static final Logger LOG = LoggerFactory.getLogger(TcpPort.class);

  /// Connections that the kernel accepts ahead of us.
  private static final int BACKLOG = 1_024;

  /// An answer's bytes that wait in the process for its caller: more adds memory, less adds
  /// wake-ups.
  private static final WriteBufferWaterMark WRITE_AHEAD =
      new WriteBufferWaterMark(32 * 1024, 128 * 1024);

  /// A head or a frame that stays unfinished keeps alive the whole buffer that it was read into.
  private static final RecvByteBufAllocator READS =
      new AdaptiveRecvByteBufAllocator(2 * 1024, 2 * 1024, 16 * 1024);

  private final String server;
  private final HostPort address;
  private @Nullable Channel listening;

  /// The port of `server`, its name in logs, at `address`.
  public TcpPort(String server, HostPort address) {
    this.server = server;
    this.address = address;
  }

  /// Listens, and gives each connection to `connections`.
  ///
  /// @throws ListenException where the address is taken or not ours
  public void listen(EventLoops loops, ChannelHandler connections) throws IOException {
    var bootstrap =
        new ServerBootstrap()
            .group(loops.group())
            .channel(loops.serverChannel())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_AHEAD)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, READS)
            .childHandler(connections);
    listening = loops.sharing().listen(loops, bootstrap, address, "tcp");
    LOG.info("listening server=\"{}\" address={} port={}", server, address, number());
  }

  /// Its number, also where any free one was asked for.
  ///
  /// @throws IllegalStateException before it is listened on
  public int number() {
    if (listening == null) {
      throw new IllegalStateException(server + " has not started");
    }
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  public boolean isOpen() {
    return listening != null;
  }

  /// Stops accepting; connections that are there stay.
  public void close(Deadline deadline) {
    if (listening != null) {
      listening.close().awaitUninterruptibly(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    }
  }
}
