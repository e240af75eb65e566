package io.jaegerstack.collector.receiver.tchannel;

import io.jaegerstack.collector.FaultyWriter;
import io.jaegerstack.collector.RunningCollector;
import io.jaegerstack.collector.pipeline.Pipeline;
import io.jaegerstack.collector.receiver.Intake;
import io.jaegerstack.collector.receiver.ReceiverCounts;
import io.jaegerstack.collector.sampling.SamplingStrategy;
import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Health;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.settings.HostPort;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// A TChannel port with a pipeline behind it and with the limits that a test wants.
final class RunningServer implements AutoCloseable {
  final FaultyWriter writer = FaultyWriter.healthy();
  final Health health = Health.notReady();
  final Hop hop = new Ledger().hop("collector.pipeline", Counted.SPANS);
  private final Metrics metrics = Metrics.empty();
  private final EventLoops loops = EventLoops.of(1);
  private final Pipeline pipeline;
  private final TChannelServer server;

  private RunningServer(TChannelLimits limits) {
    pipeline = Pipeline.of(RunningCollector.settings(), writer, hop, metrics);
    var rate = new SamplingStrategy.RateLimiting(7);
    var calls =
        new TChannelCalls(
            Intake.ofQueue(pipeline, loops.group()),
            new ReceiverCounts(metrics),
            service -> new SamplingStrategy(rate, List.of(), 0),
            health,
            new InternTable());
    server = new TChannelServer(loops, HostPort.loopback(0), limits, calls, metrics);
  }

  static RunningServer start(TChannelLimits limits) throws IOException {
    var running = new RunningServer(limits);
    running.pipeline.start();
    running.server.start();
    return running;
  }

  static TChannelLimits limits() {
    return TChannelLimits.of(1 << 20, 4 << 20);
  }

  /// The usual limits, with all times short.
  static TChannelLimits impatient() {
    TChannelLimits usual = limits();
    var time = Duration.ofMillis(200);
    return new TChannelLimits(
        usual.callBytes(),
        usual.unfinishedBytes(),
        usual.connections(),
        usual.openCalls(),
        time,
        time,
        time,
        time,
        time);
  }

  int port() {
    return server.port();
  }

  TChannelServer server() {
    return server;
  }

  long unfinishedBytes() {
    return server.unfinishedBytes();
  }

  String scrape() {
    return metrics.scrape();
  }

  @Override
  public void close() {
    Deadline deadline = Deadline.after(Duration.ofSeconds(10));
    server.stop(deadline);
    pipeline.stop(deadline);
    loops.stop(deadline);
  }
}
