package io.jaegerstack.collector.receiver.tchannel;

import io.jaegerstack.collector.receiver.UnfinishedBytes;
import io.jaegerstack.collector.receiver.tchannel.TChannelCounts.Closed;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.TcpPort;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.settings.Version;
import io.jaegerstack.wire.tchannel.InitMessage;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// One TChannel port on the process's event loops.
public final class TChannelServer implements Part {
  private static final String PROCESS_NAME = "jaegerstack-collector";

  /// Answers are small: fewer of them than on other ports wait for a peer to read them.
  private static final WriteBufferWaterMark WRITE_AHEAD =
      new WriteBufferWaterMark(8 * 1024, 32 * 1024);

  private final EventLoops loops;
  private final TcpPort port;
  private final TChannelLimits limits;
  private final TChannelCalls calls;
  private final TChannelCounts counts;
  private final UnfinishedBytes unfinishedCalls;
  private final UnfinishedBytes unfinishedFrames;
  private final AtomicInteger connections = new AtomicInteger();
  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private volatile boolean draining;

  public TChannelServer(
      EventLoops loops,
      HostPort address,
      TChannelLimits limits,
      TChannelCalls calls,
      Metrics metrics) {
    this.loops = loops;
    this.port = new TcpPort(name(), address);
    this.limits = limits;
    this.calls = calls;
    this.counts = new TChannelCounts(metrics);
    this.unfinishedCalls = new UnfinishedBytes(limits.unfinishedBytes());
    this.unfinishedFrames = new UnfinishedBytes(limits.frameBytes());
    metrics.gauge("jaegerstack_collector_tchannel_connections", connections::get);
    metrics.gauge("jaegerstack_collector_tchannel_unfinished_bytes", this::unfinishedBytes);
  }

  @Override
  public String name() {
    return "collector tchannel";
  }

  @Override
  public void start() throws IOException {
    port.listen(loops, new Connections());
  }

  /// The port listened on, also where any free one was asked for.
  ///
  /// @throws IllegalStateException before the start
  public int port() {
    return port.number();
  }

  /// Stops accepting, lets calls that are coming in end, closes the rest at the deadline.
  @Override
  public void stop(Deadline deadline) {
    draining = true;
    if (!port.isOpen()) {
      return;
    }
    port.close(deadline);
    channels.forEach(
        channel -> channel.pipeline().fireUserEventTriggered(TChannelConnection.Drain.NOW));
    channels.newCloseFuture().awaitUninterruptibly(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    channels.close();
  }

  InitMessage init(Channel channel) {
    var local = (InetSocketAddress) channel.localAddress();
    String hostPort = new HostPort(local.getAddress().getHostAddress(), local.getPort()).toString();
    return InitMessage.of(hostPort, PROCESS_NAME, Version.current());
  }

  TChannelLimits limits() {
    return limits;
  }

  TChannelCalls calls() {
    return calls;
  }

  TChannelCounts counts() {
    return counts;
  }

  UnfinishedBytes unfinishedCalls() {
    return unfinishedCalls;
  }

  /// Bytes of all that is not complete yet.
  long unfinishedBytes() {
    return unfinishedCalls.held() + unfinishedFrames.held();
  }

  boolean isDraining() {
    return draining;
  }

  void closed() {
    connections.decrementAndGet();
  }

  private final class Connections extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      if (connections.incrementAndGet() > limits.connections()) {
        connections.decrementAndGet();
        counts.closed(
            Closed.TOO_MANY_CONNECTIONS,
            channel.remoteAddress(),
            "more than " + limits.connections());
        channel.close();
        return;
      }
      channels.add(channel);
      channel.config().setWriteBufferWaterMark(WRITE_AHEAD);
      var frames = new FrameReader(unfinishedFrames);
      channel.pipeline().addLast(frames, new TChannelConnection(TChannelServer.this, frames));
    }
  }
}
