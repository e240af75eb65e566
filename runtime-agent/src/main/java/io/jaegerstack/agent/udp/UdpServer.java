package io.jaegerstack.agent.udp;

import io.jaegerstack.agent.chunk.ChunkPool;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.ledger.LostBefore;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.RateLimitedLog;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.wire.relay.PacketKind;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One UDP socket. Its event loop copies each datagram out of the socket's buffer into the chunk
/// that is being filled, once, and offers chunks to the queue.
public final class UdpServer implements Part {
  /// Where, and how much.
  ///
  /// @param maxPacketBytes largest datagram taken
  /// @param socketBufferBytes the kernel's buffer; 0 leaves the system's default
  public record Socket(HostPort address, int maxPacketBytes, int socketBufferBytes) {}

  private static final Logger LOG = LoggerFactory.getLogger(UdpServer.class);

  /// Datagrams taken with one system call (`recvmmsg`); the buffer for them is held only while
  /// reading.
  private static final int PACKETS_PER_CALL = 8;

  /// A packet waits this long for others to share its chunk: what is done once for each chunk, up
  /// to the collector's receipt, then costs next to nothing for a packet.
  private static final long LINGER_MILLIS = 20;

  /// Longest time to read what the kernel still holds when the server stops.
  private static final Duration DRAIN = Duration.ofSeconds(1);

  /// Sets a receive buffer beyond `net.core.rmem_max`, for who may (`CAP_NET_ADMIN`).
  private static final IntegerUnixChannelOption FORCED_BUFFER =
      new IntegerUnixChannelOption("SO_RCVBUFFORCE", 1, 33);

  private final String name;
  private final EventLoops loops;
  private final Socket socket;
  private final ChunkWriter chunks;
  private final Hop hop;
  private final RateLimitedLog warnings = RateLimitedLog.of(LOG);
  private final AtomicLong lastPacketBytes = new AtomicLong();
  private final LongAdder readErrors = new LongAdder();
  private @Nullable Channel channel;
  private KernelDrops kernelDrops = KernelDrops.none();

  /// @param kind what comes in on this port
  public UdpServer(
      String name,
      EventLoops loops,
      Socket socket,
      PacketKind kind,
      ChunkPool pool,
      ChunkQueue queue,
      Hop hop) {
    this.name = name;
    this.loops = loops;
    this.socket = socket;
    this.chunks = new ChunkWriter(kind, pool, queue);
    this.hop = hop;
  }

  @Override
  public String name() {
    return name + " udp";
  }

  @Override
  public void start() throws IOException {
    channel = loops.sharing().listen(loops, bootstrap(), socket.address(), "udp");
    kernelDrops = KernelDrops.of(channel);
    hop.freshenedBy(this::kernelDrops);
    LOG.info(
        "listening server=\"{}\" address={} port={} epoll={} buffer={}",
        name(),
        socket.address(),
        port(),
        loops.isEpoll(),
        enlarged(channel.config()));
  }

  /// The size of the kernel's buffer, of which the kernel counts half for itself.
  private int enlarged(ChannelConfig config) {
    int given = config.getOption(ChannelOption.SO_RCVBUF);
    if (loops.isEpoll() && given < 2 * socket.socketBufferBytes()) {
      try {
        config.setOption(FORCED_BUFFER, socket.socketBufferBytes());
      } catch (ChannelException notPermitted) {
        LOG.debug(
            "buffer server=\"{}\" asked={} got={}", name(), socket.socketBufferBytes(), given);
      }
    }
    return config.getOption(ChannelOption.SO_RCVBUF);
  }

  private Bootstrap bootstrap() {
    // One byte more than is taken, so that what is too large can be told from what just fits.
    int datagram = socket.maxPacketBytes() + 1;
    var bootstrap =
        new Bootstrap()
            .group(loops.group())
            .channel(loops.datagramChannel())
            .handler(new Packets());
    if (loops.isEpoll()) {
      bootstrap
          .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, datagram)
          .option(
              ChannelOption.RECVBUF_ALLOCATOR,
              new FixedRecvByteBufAllocator(datagram * PACKETS_PER_CALL));
    } else {
      bootstrap.option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(datagram));
    }
    return socket.socketBufferBytes() == 0
        ? bootstrap
        : bootstrap.option(ChannelOption.SO_RCVBUF, socket.socketBufferBytes());
  }

  /// The port listened on, also where any free one was asked for.
  ///
  /// @throws IllegalStateException before the start
  public int port() {
    if (channel == null) {
      throw new IllegalStateException(name() + " has not started");
    }
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /// Reads what the kernel holds already, then closes the socket; what the queue holds stays there.
  @Override
  public void stop(Deadline deadline) {
    Channel listening = channel;
    if (listening == null) {
      return;
    }
    drain(deadline.fraction(0.25));
    kernelDrops();
    listening.close().awaitUninterruptibly(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    listening
        .eventLoop()
        .submit(chunks::close)
        .awaitUninterruptibly(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
  }

  private void drain(Deadline deadline) {
    Deadline ours = Deadline.after(DRAIN);
    while (kernelDrops.unread() > 0 && !ours.isOver() && !deadline.isOver()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  /// Datagrams that the kernel has dropped because its buffer was full; also puts them into the
  /// ledger.
  public synchronized long kernelDrops() {
    long counted = hop.lostBefore(LostBefore.KERNEL);
    long now = kernelDrops.read();
    if (now > counted) {
      hop.lostBefore(LostBefore.KERNEL, now - counted);
    }
    return Math.max(now, counted);
  }

  /// Size of the last datagram.
  public long lastPacketBytes() {
    return lastPacketBytes.get();
  }

  public long readErrors() {
    return readErrors.sum();
  }

  private final class Packets extends SimpleChannelInboundHandler<DatagramPacket> {
    private boolean isTimed;

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
      ByteBuf content = packet.content();
      int bytes = content.readableBytes();
      lastPacketBytes.setRelease(bytes);
      hop.received(1);
      if (bytes > socket.maxPacketBytes()) {
        drop(DropReason.TOO_LARGE, packet);
      } else if (!chunks.add(content)) {
        drop(DropReason.QUEUE_FULL, packet);
      } else if (!isTimed && !chunks.isEmpty()) {
        isTimed = true;
        ctx.executor().schedule(this::handOn, LINGER_MILLIS, TimeUnit.MILLISECONDS);
      }
    }

    private void handOn() {
      isTimed = false;
      chunks.handOn();
    }

    private void drop(DropReason reason, DatagramPacket packet) {
      hop.dropped(reason, 1);
      warnings.warn(
          "packet dropped server=\"{}\" reason={} remote={} bytes={}",
          name(),
          reason,
          packet.sender(),
          packet.content().readableBytes());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      readErrors.increment();
      warnings.warn("read failed server=\"{}\"", name(), cause);
    }
  }
}
