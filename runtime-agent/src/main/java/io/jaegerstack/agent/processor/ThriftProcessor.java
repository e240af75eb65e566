package io.jaegerstack.agent.processor;

import io.jaegerstack.agent.chunk.Chunk;
import io.jaegerstack.agent.reporter.FrameIntake;
import io.jaegerstack.agent.reporter.FrameMaker;
import io.jaegerstack.agent.reporter.FrameTally;
import io.jaegerstack.agent.udp.ChunkQueue;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.Latency;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.RateLimitedLog;
import io.jaegerstack.wire.thrift.ThriftProtocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks through the packets of one protocol on a fixed number of platform threads, called
/// `agent-compact-0` and so on: Jaeger's batches and Zipkin's, on each port alike. What is in order
/// goes on as it came.
public final class ThriftProcessor implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(ThriftProcessor.class);

  private final String name;
  private final ThriftProtocol protocol;
  private final int workers;
  private final ChunkQueue queue;
  private final Hop hop;
  private final ClientLosses clients;
  private final FrameMaker.Packing packing;
  private final FrameIntake reporter;
  private final RateLimitedLog warnings;
  private final List<Thread> threads = new ArrayList<>();
  private @Nullable Latency closeTime;

  /// @param packing of the frames that `reporter` gets
  public ThriftProcessor(
      String name,
      ThriftProtocol protocol,
      int workers,
      ChunkQueue queue,
      Hop hop,
      ClientLosses clients,
      FrameMaker.Packing packing,
      FrameIntake reporter,
      RateLimitedLog warnings) {
    this.name = name;
    this.protocol = protocol;
    this.workers = workers;
    this.queue = queue;
    this.hop = hop;
    this.clients = clients;
    this.packing = packing;
    this.reporter = reporter;
    this.warnings = warnings;
    hop.heldBy(queue::held);
  }

  /// With a warning every ten seconds at most.
  public static RateLimitedLog warnings() {
    return RateLimitedLog.of(LOG);
  }

  @Override
  public String name() {
    return name + " processor";
  }

  @Override
  public void start() {
    for (int i = 0; i < workers; i++) {
      threads.add(Thread.ofPlatform().name("agent-" + name + "-" + i).daemon().start(this::work));
    }
  }

  /// Finishes what waits in the queue while half of the deadline lasts; the reporter needs the
  /// rest.
  @Override
  public void stop(Deadline deadline) {
    long started = System.nanoTime();
    queue.close();
    Deadline ours = deadline.fraction(0.5);
    threads.forEach(thread -> join(thread, ours.remaining()));
    hop.dropped(DropReason.SHUTDOWN, queue.giveUp());
    threads.forEach(Thread::interrupt);
    if (closeTime != null) {
      closeTime.recordNanos(System.nanoTime() - started);
    }
  }

  /// Where to record how long the stop took; set before the start.
  public void closeTime(Latency latency) {
    closeTime = latency;
  }

  private static void join(Thread thread, Duration most) {
    try {
      thread.join(most);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    var skim = new ChunkSkim(name(), protocol, hop, clients, warnings);
    try (var maker = new FrameMaker(packing)) {
      for (Chunk chunk = queue.take(); chunk != null; chunk = queue.take()) {
        int packets = chunk.packets();
        try {
          process(skim, maker, chunk);
        } finally {
          queue.done(packets);
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// One chunk, to the reporter or into the ledger. Not even an error gets out: a worker that ended
  /// would leave its port without anyone to read for it.
  void process(ChunkSkim skim, FrameMaker maker, Chunk chunk) {
    FrameTally tally = skim.skim(chunk);
    int packets = chunk.packets();
    try {
      reporter.report(maker.frame(chunk, tally));
      hop.forwarded(packets);
    } catch (RuntimeException | Error ours) {
      hop.dropped(DropReason.INTERNAL_ERROR, packets);
      warnings.warn("packets failed processor=\"{}\" packets={}", name(), packets, ours);
    }
  }
}
