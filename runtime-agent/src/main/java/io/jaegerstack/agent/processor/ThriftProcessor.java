package io.jaegerstack.agent.processor;

import io.jaegerstack.agent.reporter.BatchFormat;
import io.jaegerstack.agent.reporter.Reporter;
import io.jaegerstack.agent.udp.PacketQueue;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.Latency;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.RateLimitedLog;
import io.jaegerstack.wire.WireFormatException;
import io.jaegerstack.wire.thrift.AgentMessage;
import io.jaegerstack.wire.thrift.ThriftBatchReader;
import io.jaegerstack.wire.thrift.ThriftProtocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decodes the packets of one protocol on a fixed number of platform threads, called
/// `agent-compact-0` and so on: Jaeger's batches and Zipkin's, on each port alike. Whatever is in a
/// packet, it costs that packet only.
public final class ThriftProcessor implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(ThriftProcessor.class);

  private final String name;
  private final ThriftProtocol protocol;
  private final int workers;
  private final PacketQueue queue;
  private final Hop hop;
  private final InternTable keys;
  private final AgentTags tags;
  private final ClientLosses clients;
  private final Reporter reporter;
  private final RateLimitedLog warnings;
  private final List<Thread> threads = new ArrayList<>();
  private @Nullable Latency closeTime;

  /// @param keys shared with other processors
  public ThriftProcessor(
      String name,
      ThriftProtocol protocol,
      int workers,
      PacketQueue queue,
      Hop hop,
      InternTable keys,
      AgentTags tags,
      ClientLosses clients,
      Reporter reporter,
      RateLimitedLog warnings) {
    this.name = name;
    this.protocol = protocol;
    this.workers = workers;
    this.queue = queue;
    this.hop = hop;
    this.keys = keys;
    this.tags = tags;
    this.clients = clients;
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
    var reader = new ThriftBatchReader(keys);
    try {
      for (byte[] packet = queue.take(); packet != null; packet = queue.take()) {
        try {
          process(reader, packet);
        } finally {
          queue.done();
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// One packet, to the reporter or into the ledger. Not even an error gets out: a worker that
  /// ended would leave its port without anyone to read for it.
  void process(ThriftBatchReader reader, byte[] packet) {
    try {
      AgentMessage message = reader.readEmitBatch(packet, protocol);
      clients.seen(message);
      tags.addTo(message.spans());
      reporter.report(
          message.spans(), message.isZipkin() ? BatchFormat.ZIPKIN : BatchFormat.JAEGER);
      hop.forwarded(1);
    } catch (WireFormatException malformed) {
      hop.dropped(reason(malformed.kind()), 1);
      warnings.warn(
          "packet refused processor=\"{}\" bytes={} why=\"{}\"",
          name(),
          packet.length,
          malformed.getMessage());
    } catch (RuntimeException | Error ours) {
      hop.dropped(DropReason.INTERNAL_ERROR, 1);
      warnings.warn("packet failed processor=\"{}\" bytes={}", name(), packet.length, ours);
    }
  }

  private static DropReason reason(WireFormatException.Kind kind) {
    return switch (kind) {
      case MALFORMED -> DropReason.MALFORMED;
      case UNKNOWN_METHOD -> DropReason.UNKNOWN_METHOD;
    };
  }
}
