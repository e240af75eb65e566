package io.jaegerstack.agent.relay;

import static java.util.Objects.requireNonNull;

import io.jaegerstack.agent.reporter.CollectorStatus;
import io.jaegerstack.agent.reporter.Delivery;
import io.jaegerstack.agent.reporter.Frame;
import io.jaegerstack.agent.reporter.FrameNumber;
import io.jaegerstack.agent.reporter.FrameNumbers;
import io.jaegerstack.agent.reporter.FrameQueue;
import io.jaegerstack.agent.reporter.ReporterCounts;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.RateLimitedLog;
import io.jaegerstack.server.tls.TlsClient;
import io.jaegerstack.wire.relay.Generation;
import io.jaegerstack.wire.relay.Hello;
import io.jaegerstack.wire.relay.Receipt;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends frames to the collector that is least busy, keeps them until their receipts, and sends
/// them elsewhere where none comes.
public final class RelayDelivery implements Delivery, CollectorStatus {
  private static final Logger LOG = LoggerFactory.getLogger(RelayDelivery.class);
  private static final Duration TICK = Duration.ofMillis(250);

  /// Names are looked up again this often.
  private static final Duration REFRESH = Duration.ofSeconds(5);

  /// At least so long before a frame comes back to a collector that was full.
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);

  /// And at most so long, whatever it asks for.
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final EventLoop loop;
  private final RelayTarget target;
  private final RelayAddresses addresses;
  private final RelayDial dial;
  private final RelayPeers peers = new RelayPeers(RandomGenerator.getDefault());
  private final FrameQueue queue;
  private final ReporterCounts counts;
  private final RelayFallback fallback;
  private final Delivery senders;
  private final FrameNumbers numbers = new FrameNumbers(Generation.random());
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final AtomicBoolean isPumpDue = new AtomicBoolean();
  private final LongAdder reconnects = new LongAdder();
  private final Owner owner = new Owner();
  private final RateLimitedLog warnings = RateLimitedLog.of(LOG);
  private @Nullable Future<?> ticks;
  private long lookUpDueNanos = System.nanoTime();
  private volatile boolean isConnected;
  private boolean isStopped;

  /// @param senders deliver over api_v2 while `fallback` says so
  public RelayDelivery(
      EventLoops loops,
      RelayTarget target,
      Optional<TlsClient> tls,
      FrameQueue queue,
      ReporterCounts counts,
      Delivery senders,
      CollectorStatus apiV2) {
    this.loop = loops.group().next();
    this.target = target;
    this.addresses = new RelayAddresses(target.names());
    this.dial = new RelayDial(loops, loop, tls);
    this.queue = queue;
    this.counts = counts;
    this.senders = senders;
    this.fallback = new RelayFallback(queue, apiV2);
  }

  @Override
  public void start() {
    LOG.info("connecting collectors={} generation={}", target.names(), numbers.generation());
    queue.sendersMayTake(false);
    queue.onFrame(this::wake);
    senders.start();
    ticks = loop.scheduleWithFixedDelay(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void wake() {
    if (isPumpDue.compareAndSet(false, true)) {
      loop.execute(this::pump);
    }
  }

  /// Never throws: it would not be called again.
  private void tick() {
    try {
      if (!isStopped) {
        maintain();
      }
    } catch (RuntimeException ours) {
      warnings.warn("relay failed", ours);
    }
  }

  private void maintain() {
    long now = System.nanoTime();
    if (now - lookUpDueNanos >= 0) {
      lookUpDueNanos = now + REFRESH.toNanos();
      addresses.lookUp(found -> loop.execute(() -> found(found)));
    }
    peers.maintain(now, this::dialled);
    isConnected = peers.isAnyWelcome();
    fallback.judge(isConnected, peers.areAllStrangers(), now);
    pump();
  }

  /// New collectors are connected to at once: after a start, packets wait for that.
  private void found(Set<RelayAddress> collectors) {
    peers.found(collectors, System.nanoTime());
    tick();
  }

  private RelayConnection dialled(RelayAddress address) {
    var connection =
        new RelayConnection(address, new Hello(target.tenant(), target.agent()), owner);
    loop.execute(() -> dial.dial(connection));
    return connection;
  }

  /// Sends while there is a frame and room for it.
  private void pump() {
    isPumpDue.set(false);
    if (isStopped || fallback.isOn()) {
      return;
    }
    long now = System.nanoTime();
    RelayConnection to = peers.leastBusy(now);
    while (to != null) {
      Frame next = queue.peek();
      if (next == null || !to.hasRoomFor(next)) {
        break;
      }
      Frame frame = queue.poll(numbers::next);
      if (frame == null) {
        break;
      }
      send(frame, to);
      to = peers.leastBusy(now);
    }
    peers.all().forEach(RelayConnection::flush);
  }

  private void send(Frame frame, RelayConnection to) {
    if (to.isTooLarge(frame)) {
      lose(frame, DropReason.TOO_LARGE, "collector takes less than " + frame.length() + " bytes");
      return;
    }
    frame.sent();
    counts.sending(frame);
    try {
      to.send(frame, requireNonNull(frame.number(), "given with the frame"));
    } catch (RuntimeException ours) {
      lose(frame, DropReason.INTERNAL_ERROR, ours.toString());
    }
  }

  private void lose(Frame frame, DropReason reason, String why) {
    counts.dropped(reason, frame);
    warnings.warn("frame dropped reason={} spans={} why=\"{}\"", reason, frame.spans(), why);
    queue.settled(frame);
  }

  private void putBack(List<Frame> frames) {
    if (!queue.putBack(frames)) {
      frames.stream()
          .filter(frame -> !queue.leave(frame))
          .forEach(frame -> lose(frame, DropReason.UNANSWERED, "the agent ends"));
    }
  }

  /// A number for a frame that has none yet.
  public FrameNumber nextNumber() {
    return numbers.next();
  }

  /// What is sent and has no receipt may be stored; it is not known.
  @Override
  public void stop(Deadline deadline) {
    loop.submit(this::end).awaitUninterruptibly(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    senders.stop(deadline);
  }

  private void end() {
    isStopped = true;
    if (ticks != null) {
      ticks.cancel(false);
    }
    peers.all().forEach(connection -> connection.end("the agent ends"));
  }

  @Override
  public String protocol() {
    return "relay";
  }

  @Override
  public boolean isConnected() {
    return isConnected || fallback.isConnected();
  }

  @Override
  public long reconnects() {
    return reconnects.sum();
  }

  private final class Owner implements RelayOwner {
    @Override
    public void welcomed(RelayConnection connection) {
      LOG.info("connected collector={}", connection.address());
      reconnects.increment();
      peers.welcomed(connection);
      isConnected = true;
      fallback.judge(true, false, System.nanoTime());
      wake();
    }

    @Override
    public void hasRoom() {
      wake();
    }

    @Override
    public void receipt(RelayConnection connection, Frame frame, Receipt receipt) {
      switch (receipt.outcome()) {
        case SETTLED, SETTLED_BEFORE -> {
          counts.forwarded(frame);
          queue.settled(frame);
        }
        case COME_BACK -> comeBack(connection, frame, receipt);
        case REJECTED -> lose(frame, DropReason.REJECTED, receipt.message());
      }
    }

    private void comeBack(RelayConnection connection, Frame frame, Receipt receipt) {
      warnings.warn(
          "collector did not take a frame address={} spans={} why=\"{}\"",
          connection.address(),
          frame.spans(),
          receipt.message());
      long millis =
          Math.clamp(receipt.waitMillis(), SHORTEST_PAUSE.toMillis(), LONGEST_PAUSE.toMillis());
      long jittered = millis + (long) (millis * random.nextDouble());
      connection.pauseUntil(System.nanoTime() + Duration.ofMillis(jittered).toNanos());
      loop.schedule(RelayDelivery.this::wake, jittered, TimeUnit.MILLISECONDS);
      putBack(List.of(frame));
    }

    @Override
    public void closed(
        RelayConnection connection, List<Frame> open, boolean wasSpoken, String why) {
      LOG.info(
          "disconnected collector={} frames={} why=\"{}\"", connection.address(), open.size(), why);
      peers.closed(connection, wasSpoken, fallback.isOn(), System.nanoTime());
      isConnected = peers.isAnyWelcome();
      putBack(open);
    }
  }
}
