package io.jaegerstack.collector.receiver.relay;

import io.jaegerstack.collector.RunningCollector;
import io.jaegerstack.collector.pipeline.Pipeline;
import io.jaegerstack.collector.receiver.ReceiverCounts;
import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.Tenancy;
import io.jaegerstack.storage.SpanWriter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// A relay port with a pipeline behind it and with the limits that a test wants.
final class RunningRelay implements AutoCloseable {
  final Hop hop = new Ledger().hop("collector.pipeline", Counted.SPANS);
  private final Metrics metrics = Metrics.empty();
  private final EventLoops loops = EventLoops.of(2);
  private final Pipeline pipeline;
  private final RelayServer server;
  private volatile String broken = "";

  private RunningRelay(SettingValues settings, SpanWriter writer, RelayLimits limits) {
    metrics.registry().config().meterFilter(MeterFilter.deny(this::isBroken));
    pipeline = Pipeline.of(settings, writer, hop, metrics);
    server =
        new RelayServer(
            loops,
            HostPort.loopback(0),
            limits,
            pipeline,
            new ReceiverCounts(metrics),
            new InternTable(),
            Tenancy.of(settings),
            Optional.empty(),
            metrics);
  }

  private boolean isBroken(Meter.Id meter) {
    if (!broken.isEmpty() && meter.getName().equals(broken)) {
      throw new LinkageError("no class for " + broken);
    }
    return false;
  }

  static RunningRelay start(SpanWriter writer) throws IOException {
    return start(RunningCollector.settings(), writer, limits());
  }

  static RunningRelay start(SettingValues settings, SpanWriter writer, RelayLimits limits)
      throws IOException {
    var running = new RunningRelay(settings, writer, limits);
    running.pipeline.start();
    running.server.start();
    return running;
  }

  static RelayLimits limits() {
    return RelayLimits.of(1 << 20, 4 << 20, 8 << 20, Duration.ZERO);
  }

  /// The usual limits, with all times short.
  static RelayLimits impatient() {
    var time = Duration.ofMillis(200);
    return limits().with(new RelayLimits.Times(time, time, time, time, time, Duration.ZERO, time));
  }

  int port() {
    return server.port();
  }

  long unfinishedBytes() {
    return server.unfinishedBytes();
  }

  int wantRoom() {
    return pipeline.wantRoom();
  }

  long parkedBytes() {
    return server.parkedBytes();
  }

  /// From now on, or until `name` is empty, whoever registers a counter of that name fails.
  void breakCounter(String name) {
    broken = name;
  }

  String scrape() {
    return metrics.scrape();
  }

  void stopServer(Duration within) {
    server.stop(Deadline.after(within));
  }

  @Override
  public void close() {
    Deadline deadline = Deadline.after(Duration.ofSeconds(10));
    server.stop(Deadline.after(Duration.ofSeconds(3)));
    pipeline.stop(deadline);
    loops.stop(deadline);
  }
}
