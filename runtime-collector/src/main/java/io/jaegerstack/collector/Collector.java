package io.jaegerstack.collector;

import io.jaegerstack.collector.pipeline.Pipeline;
import io.jaegerstack.collector.sampling.FileStrategies;
import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Health;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.grpc.GrpcAdmission;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.SpanWriter;
import java.util.ArrayList;
import java.util.List;

/// A collector inside a process that has event loops, metrics and a storage already: its own
/// process, or the all-in-one's. Wiring only; nothing runs before the [#parts()] are started.
public final class Collector {
  /// The ledger's hop for all that receivers took.
  public static final String HOP = "collector.pipeline";

  private final FileStrategies strategies;
  private final Pipeline pipeline;
  private final Receivers receivers;

  private Collector(FileStrategies strategies, Pipeline pipeline, Receivers receivers) {
    this.strategies = strategies;
    this.pipeline = pipeline;
    this.receivers = receivers;
  }

  /// A collector that writes to `writer`. The storage need not be there: the collector comes up
  /// without it, and refuses once its queue is full.
  ///
  /// @param admission of the process's gRPC ports
  /// @param health what the gRPC health service answers from; learns how full the queue is
  public static Collector of(
      SettingValues settings,
      SpanWriter writer,
      Ledger ledger,
      EventLoops loops,
      GrpcAdmission admission,
      Health health,
      Metrics metrics) {
    var strategies = FileStrategies.of(settings, metrics);
    var pipeline = Pipeline.of(settings, writer, ledger.hop(HOP, Counted.SPANS), metrics);
    health.dependsOn("queue", pipeline::health);
    var factory =
        new ReceiverFactory(settings, pipeline, strategies, loops, admission, health, metrics);
    return new Collector(strategies, pipeline, new Receivers(factory));
  }

  /// What to start, in this order: first what others need, last what takes spans in.
  public List<Part> parts() {
    var parts = new ArrayList<Part>(List.of(strategies.file(), pipeline.tagPolicies(), pipeline));
    parts.addAll(receivers.parts());
    return parts;
  }

  /// The ports that are listened on; known once the parts have started.
  public Receivers receivers() {
    return receivers;
  }
}
