package io.jaegerstack.agent.reporter;

import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.RateLimitedLog;
import io.jaegerstack.server.VirtualThreads;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.settings.Version;
import io.jaegerstack.wire.tchannel.CallResponse;
import io.jaegerstack.wire.tchannel.Frame;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connections to some of the collectors, over TChannel: as many as are wanted, to addresses picked
/// at random, used in turn. Lost ones are replaced, with growing and jittered pauses while none can
/// be had; old ones too, so that new collectors get their share.
public final class CollectorPeers implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(CollectorPeers.class);

  /// A connection is given up after this, a quarter more or less.
  private static final Duration AGE = Duration.ofMinutes(10);

  /// Names are looked up again this often, and when a connection breaks.
  private static final Duration REFRESH = Duration.ofSeconds(30);

  /// After it, a peer that does not acknowledge what we sent is gone.
  private static final Duration UNACKNOWLEDGED = Duration.ofSeconds(20);

  private record Connected(CollectorPeer peer, InetSocketAddress address, long retireAt) {}

  private final EventLoops loops;
  private final List<HostPort> collectors;
  private final int wanted;
  private final Duration connectTimeout;
  private final RetryPolicy pauses = new RetryPolicy(0, Math::random);
  private final RateLimitedLog warnings = RateLimitedLog.of(LOG);
  private final LongAdder reconnects = new LongAdder();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Connected> connected = new ArrayList<>();
  private int turn;
  private boolean isStopped;
  private @Nullable Thread thread;

  /// @param collectors `host:port`, several separated by commas, or `dns:///name:port`
  /// @param wanted connections to keep, where there are so many addresses
  public CollectorPeers(EventLoops loops, String collectors, int wanted, Duration connectTimeout) {
    this.loops = loops;
    this.collectors =
        Arrays.stream(collectors.replaceFirst("^dns:///", "").split(","))
            .map(one -> address(one.strip()))
            .toList();
    this.wanted = wanted;
    this.connectTimeout = connectTimeout;
  }

  private static HostPort address(String text) {
    return HostPort.parse(text)
        .orElseThrow(
            () -> new IllegalArgumentException("\"%s\", expected host:port".formatted(text)));
  }

  @Override
  public String name() {
    return "connections to collectors";
  }

  @Override
  public void start() {
    LOG.info("connecting collectors={} protocol=tchannel", collectors);
    thread = VirtualThreads.start("agent-tchannel-peers", this::maintain);
  }

  private void maintain() {
    int failures = 0;
    try {
      while (true) {
        List<InetSocketAddress> addresses = addresses();
        retireOld();
        boolean failed = addresses.isEmpty() || !fill(addresses);
        failures = failed ? failures + 1 : 0;
        Duration pause = failed ? pauses.pause(failures - 1) : REFRESH;
        if (isStoppedAfter(pause, failed)) {
          return;
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits, less long where a connection breaks meanwhile and the last round went well.
  private boolean isStoppedAfter(Duration pause, boolean failed) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      int before = connected.size();
      long left = pause.toNanos();
      while (!isStopped && left > 0 && (failed || connected.size() >= before)) {
        left = changed.awaitNanos(left);
      }
      return isStopped;
    } finally {
      lock.unlock();
    }
  }

  private List<InetSocketAddress> addresses() {
    var all = new ArrayList<InetSocketAddress>();
    for (HostPort each : collectors) {
      try {
        for (InetAddress address : InetAddress.getAllByName(each.host())) {
          all.add(new InetSocketAddress(address, each.port()));
        }
      } catch (UnknownHostException unknown) {
        warnings.warn("collector has no address collector={}", each);
      }
    }
    Collections.shuffle(all);
    return all;
  }

  private void retireOld() {
    lock.lock();
    try {
      long now = System.nanoTime();
      for (Connected each : List.copyOf(connected)) {
        if (now - each.retireAt() > 0) {
          connected.remove(each);
          each.peer().retire();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// Whether there are as many connections as there should be.
  private boolean fill(List<InetSocketAddress> addresses) {
    int target = Math.min(wanted, addresses.size());
    for (InetSocketAddress address : addresses) {
      if (connections() >= target) {
        return true;
      }
      if (!isConnectedTo(address)) {
        connect(address);
      }
    }
    return connections() >= target;
  }

  private void connect(InetSocketAddress address) {
    var peer = new CollectorPeer(Version.current(), this::dropClosed);
    var connecting = bootstrap(peer).connect(address).awaitUninterruptibly();
    if (!connecting.isSuccess()) {
      warnings.warn("cannot connect collector={} reason=\"{}\"", address, connecting.cause());
      return;
    }
    try {
      peer.awaitInitialized(connectTimeout.multipliedBy(4));
    } catch (CallFailedException refused) {
      warnings.warn("collector does not speak TChannel collector={} reason={}", address, refused);
      peer.close();
      return;
    }
    add(peer, address);
  }

  private void add(CollectorPeer peer, InetSocketAddress address) {
    long age = (long) (AGE.toNanos() * (0.75 + Math.random() / 2));
    lock.lock();
    try {
      if (isStopped || !peer.isOpen()) {
        peer.close();
        return;
      }
      connected.add(new Connected(peer, address, System.nanoTime() + age));
      reconnects.increment();
      LOG.info("connected collector={} protocol=tchannel", address);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Bootstrap bootstrap(CollectorPeer peer) {
    var bootstrap =
        new Bootstrap()
            .group(loops.group())
            .channel(loops.clientChannel())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) connectTimeout.toMillis())
            .handler(new Pipeline(peer));
    if (loops.isEpoll()) {
      bootstrap.option(EpollChannelOption.TCP_USER_TIMEOUT, (int) UNACKNOWLEDGED.toMillis());
    }
    return bootstrap;
  }

  private static final class Pipeline extends ChannelInitializer<Channel> {
    private final CollectorPeer peer;

    Pipeline(CollectorPeer peer) {
      this.peer = peer;
    }

    @Override
    protected void initChannel(Channel channel) {
      var frames =
          new LengthFieldBasedFrameDecoder(
              Frame.MAX_BYTES, 0, Frame.SIZE_BYTES, -Frame.SIZE_BYTES, 0);
      channel.pipeline().addLast(frames, peer);
    }
  }

  private void dropClosed() {
    lock.lock();
    try {
      if (connected.removeIf(each -> !each.peer().isOpen())) {
        LOG.info("disconnected collectors={} left={}", collectors, connected.size());
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Calls `method` of the next collector in turn; waits for one within `timeout` where none is
  /// connected.
  public CallResponse call(String method, byte[] arguments, Duration timeout)
      throws CallFailedException {
    return next(timeout).call(method, arguments, timeout);
  }

  private CollectorPeer next(Duration timeout) throws CallFailedException {
    lock.lock();
    try {
      long left = timeout.toNanos();
      while (connected.isEmpty()) {
        if (isStopped || left <= 0) {
          throw CallFailedException.notSent("no collector is connected");
        }
        left = changed.awaitNanos(left);
      }
      turn = (turn + 1) % connected.size();
      return connected.get(turn).peer();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw CallFailedException.notSent("interrupted");
    } finally {
      lock.unlock();
    }
  }

  private int connections() {
    lock.lock();
    try {
      return connected.size();
    } finally {
      lock.unlock();
    }
  }

  private boolean isConnectedTo(InetSocketAddress address) {
    lock.lock();
    try {
      return connected.stream().anyMatch(each -> each.address().equals(address));
    } finally {
      lock.unlock();
    }
  }

  public boolean isConnected() {
    return connections() > 0;
  }

  /// How often a connection came about.
  public long reconnects() {
    return reconnects.sum();
  }

  @Override
  public void stop(Deadline deadline) {
    lock.lock();
    try {
      isStopped = true;
      connected.forEach(each -> each.peer().close());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    Thread maintaining = thread;
    if (maintaining == null) {
      return;
    }
    maintaining.interrupt();
    try {
      maintaining.join(deadline.remaining());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
