package io.jaegerstack.collector.receiver.relay;

import io.jaegerstack.collector.pipeline.Pipeline;
import io.jaegerstack.collector.receiver.ReceiverCounts;
import io.jaegerstack.collector.receiver.UnfinishedBytes;
import io.jaegerstack.collector.receiver.relay.RelayCounts.Closed;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.TcpPort;
import io.jaegerstack.server.tls.TlsServer;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.settings.Tenancy;
import io.jaegerstack.wire.relay.Welcome;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/// The relay's port, on the process's event loops.
public final class RelayServer implements Part {
  /// Of the time that is left when stopping, for receipts; the pipeline and the storage, which make
  /// them, need the rest to drain. What has no receipt by then its agent sends again, elsewhere.
  private static final double DRAIN_SHARE = 0.5;

  /// Ages differ by up to a tenth either way, so that agents do not come back all at once.
  private static final double JITTER = 0.1;

  private final EventLoops loops;
  private final TcpPort port;
  private final RelayLimits limits;
  private final Pipeline pipeline;
  private final RelayCounts counts;
  private final RelayFrames frames;
  private final Tenancy tenancy;
  private final Optional<TlsServer> tls;
  private final UnfinishedBytes unfinished;
  private final PausedReads paused;
  private final AtomicInteger connections = new AtomicInteger();
  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final RandomGenerator random = RandomGenerator.getDefault();
  private volatile boolean draining;

  public RelayServer(
      EventLoops loops,
      HostPort address,
      RelayLimits limits,
      Pipeline pipeline,
      ReceiverCounts requests,
      InternTable keys,
      Tenancy tenancy,
      Optional<TlsServer> tls,
      Metrics metrics) {
    this.loops = loops;
    this.port = new TcpPort(name(), address);
    this.limits = limits;
    this.pipeline = pipeline;
    this.tenancy = tenancy;
    this.tls = tls;
    this.counts = new RelayCounts(metrics);
    this.frames = new RelayFrames(pipeline, counts, requests, keys, limits);
    this.unfinished = new UnfinishedBytes(limits.unfinishedBytes());
    this.paused = new PausedReads(limits.unfinishedBytes() / 2);
    metrics.gauge("jaegerstack_collector_relay_connections", connections::get);
    metrics.gauge("jaegerstack_collector_relay_unfinished_bytes", this::unfinishedBytes);
    metrics.gauge("jaegerstack_collector_relay_parked_bytes", frames::parkedBytes);
    metrics.gauge("jaegerstack_collector_relay_generations", frames::generations);
  }

  @Override
  public String name() {
    return "collector relay";
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

  /// Takes no new frames, gives receipts for those in work, then closes.
  @Override
  public void stop(Deadline deadline) {
    draining = true;
    if (!port.isOpen()) {
      return;
    }
    tls.ifPresent(TlsServer::stop);
    port.close(deadline);
    channels.forEach(
        channel -> channel.pipeline().fireUserEventTriggered(RelayConnection.Drain.NOW));
    long nanos = deadline.fraction(DRAIN_SHARE).remainingNanos();
    channels.newCloseFuture().awaitUninterruptibly(nanos, TimeUnit.NANOSECONDS);
    channels.close();
  }

  /// Why spans of `tenant` are not taken, in the words of the other entrances; empty where they
  /// are.
  String tenantRefusal(String tenant) {
    if (!tenancy.isOn() || tenancy.knows(tenant)) {
      return "";
    }
    return tenant.isEmpty() ? "missing tenant" : "unknown tenant";
  }

  /// How long the next connection may stay; zero means for ever.
  Duration nextAge() {
    double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
    return Duration.ofNanos((long) (limits.times().age().toNanos() * factor));
  }

  RelayLimits limits() {
    return limits;
  }

  Pipeline pipeline() {
    return pipeline;
  }

  RelayCounts counts() {
    return counts;
  }

  RelayFrames frames() {
    return frames;
  }

  boolean isDraining() {
    return draining;
  }

  /// Bytes of all that is not complete yet.
  long unfinishedBytes() {
    return unfinished.held() + paused.bytes().held();
  }

  /// Heap of all frames that the queue has not taken.
  long parkedBytes() {
    return frames.parkedBytes();
  }

  void closed() {
    connections.decrementAndGet();
  }

  private final class Connections extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      if (connections.incrementAndGet() > limits.connections()) {
        connections.decrementAndGet();
        turnAway(channel);
        return;
      }
      channels.add(channel);
      channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
      channel.config().setRecvByteBufAllocator(paused.sizes());
      var reader = new MessageReader(unfinished, paused, limits.messageBytes());
      channel.pipeline().addLast(reader, new RelayConnection(RelayServer.this, reader));
      tls.ifPresent(spoken -> spoken.secure(channel));
    }

    /// Tells it why where that needs no handshake.
    private void turnAway(Channel channel) {
      String why = "more than %d connections".formatted(limits.connections());
      counts.closed(Closed.TOO_MANY_CONNECTIONS, channel.remoteAddress(), why);
      if (tls.isPresent()) {
        channel.close();
        return;
      }
      byte[] refusal = Welcome.refusal(Welcome.Status.TOO_MANY_CONNECTIONS, why).toBytes();
      channel
          .writeAndFlush(Unpooled.wrappedBuffer(refusal))
          .addListener(ChannelFutureListener.CLOSE);
    }
  }
}
