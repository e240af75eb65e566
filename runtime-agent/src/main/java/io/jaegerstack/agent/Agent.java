package io.jaegerstack.agent;

import io.jaegerstack.agent.chunk.ChunkPool;
import io.jaegerstack.agent.otlp.OtlpIntake;
import io.jaegerstack.agent.otlp.OtlpPorts;
import io.jaegerstack.agent.processor.ClientLosses;
import io.jaegerstack.agent.reporter.AgentTags;
import io.jaegerstack.agent.reporter.BatchFormat;
import io.jaegerstack.agent.reporter.FrameQueue;
import io.jaegerstack.agent.reporter.FrameReporter;
import io.jaegerstack.agent.reporter.ReporterCounts;
import io.jaegerstack.agent.sampling.SamplingHttp;
import io.jaegerstack.agent.sampling.StrategyProxy;
import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.server.DependencyHealth;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Health;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.http.HttpLimits;
import io.jaegerstack.server.http.HttpServer;
import io.jaegerstack.server.http.HttpWatch;
import io.jaegerstack.settings.AgentSettings;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.wire.thrift.ThriftProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All of an agent but its process: entrances, reporter, sampling. Constructed whole, started
/// through its parts.
public final class Agent {
  /// The hop that counts spans between decoding and the collector's acknowledgement.
  public static final String REPORTER_HOP = "agent.reporter";

  private final Collectors collectors;
  private final Optional<Spilling> spilling;
  private final FrameReporter reporter;
  private final ClientLosses clients;
  private final ChunkPool pool;

  /// Reads datagrams and does nothing else: whatever keeps the other loops busy, the kernel's
  /// buffers are emptied, and what there is no room for is counted by its reason.
  private final EventLoops sockets;

  private final Entrance compact;
  private final Entrance binary;
  private final Entrance zipkin;
  private final StrategyProxy strategies;
  private final SamplingHttp sampling;
  private final HttpServer samplingServer;

  private Agent(SettingValues settings, EventLoops loops, Metrics metrics, Ledger ledger) {
    Hop hop = ledger.hop(REPORTER_HOP, Counted.SPANS);
    var counts = new ReporterCounts(hop);
    AgentTags tags = AgentTags.of(settings.value(AgentSettings.TAGS));
    long queueBytes = settings.value(AgentSettings.REPORTER_QUEUE_BYTES).bytes();
    var queue = new FrameQueue(queueBytes);
    collectors =
        Collectors.of(settings, loops, metrics, new Collectors.Frames(queue, counts, tags));
    spilling = Spilling.of(settings, queue, counts, collectors);
    reporter =
        new FrameReporter(
            queue, hop, counts, collectors.delivery(), spilling.map(Spilling::frames));
    clients = new ClientLosses(hop, System::nanoTime);
    pool = ChunkPool.of(tags.head(), queueBytes);
    sockets = loops.apart(1);
    var shared =
        new Entrance.Shared(settings, loops, ledger, pool, clients, collectors.packing(), reporter);
    compact = Entrance.of("compact", ThriftProtocol.COMPACT, AgentSettings.COMPACT, shared);
    binary = Entrance.of("binary", ThriftProtocol.BINARY, AgentSettings.BINARY, shared);
    zipkin = Entrance.of("zipkin-compact", ThriftProtocol.COMPACT, AgentSettings.ZIPKIN, shared);
    strategies = new StrategyProxy(collectors.strategies());
    sampling = new SamplingHttp(strategies);
    samplingServer = samplingServer(settings, loops, sampling);
  }

  /// Wires an agent and registers its metrics; nothing runs yet.
  ///
  /// @param ledger gets the hops `agent.udp.compact`, `agent.udp.binary`,
  ///   `agent.udp.zipkin-compact` (packets) and `agent.reporter` (spans)
  public static Agent of(SettingValues settings, EventLoops loops, Metrics metrics, Ledger ledger) {
    var agent = new Agent(settings, loops, metrics, ledger);
    AgentMetrics.entrance(metrics, "compact", "jaeger", agent.compact);
    AgentMetrics.entrance(metrics, "binary", "jaeger", agent.binary);
    AgentMetrics.entrance(metrics, "compact", "zipkin", agent.zipkin);
    AgentMetrics.reporter(
        metrics,
        agent.reporter,
        ledger.hop(REPORTER_HOP, Counted.SPANS),
        agent.collectors.status(),
        List.of(BatchFormat.JAEGER, BatchFormat.ZIPKIN));
    agent.spilling.ifPresent(each -> each.bind(metrics));
    AgentMetrics.clients(metrics, agent.clients);
    AgentMetrics.sampling(metrics, agent.sampling, agent.strategies);
    return agent;
  }

  private static HttpServer samplingServer(
      SettingValues settings, EventLoops loops, SamplingHttp sampling) {
    return HttpServer.of(
        "sampling",
        loops,
        settings.value(AgentSettings.HTTP_HOST_PORT),
        HttpLimits.small(),
        sampling.routes(),
        sampling.errors(),
        HttpWatch.NONE);
  }

  /// Another way in: OTLP's ports, to be started after this agent's other parts.
  ///
  /// @param health what their health checks answer
  OtlpPorts otlp(SettingValues settings, EventLoops loops, Metrics metrics, Health health) {
    AgentMetrics.batches(
        metrics, reporter.counts(), BatchFormat.OTLP, collectors.status().protocol());
    return OtlpPorts.of(
        settings,
        loops,
        metrics,
        health,
        new OtlpIntake(pool, collectors.packing(), reporter, metrics));
  }

  /// Says in `health` what the agent needs: a collector, and room for spans while there is none.
  public void tell(Health health) {
    health.dependsOn(
        "collector",
        () ->
            collectors.status().isConnected()
                ? DependencyHealth.available()
                : DependencyHealth.failing(
                    "no collector is connected over " + collectors.status().protocol()));
    health.dependsOn(
        "reporter-queue",
        () -> DependencyHealth.room(reporter.queueBytes(), reporter.capacityBytes(), "bytes"));
    spilling.ifPresent(each -> health.dependsOn("spill", each.spill()::health));
  }

  /// In the order of their start: the way out first, so that nothing comes in that could not go on.
  public List<Part> parts() {
    var parts = new ArrayList<Part>();
    parts.add(collectors.connections());
    spilling.ifPresent(each -> parts.add(each.spill()));
    parts.add(reporter);
    parts.addAll(List.of(compact.processor(), binary.processor(), zipkin.processor()));
    parts.addAll(List.of(samplingServer, sockets));
    parts.addAll(List.of(compact.server(), binary.server(), zipkin.server()));
    return parts;
  }

  /// UDP port of the compact protocol, once started.
  public int compactPort() {
    return compact.server().port();
  }

  /// UDP port of the binary protocol, once started.
  public int binaryPort() {
    return binary.server().port();
  }

  /// UDP port of Zipkin's model in the compact protocol, once started.
  public int zipkinPort() {
    return zipkin.server().port();
  }

  /// HTTP port for sampling strategies, once started.
  public int samplingPort() {
    return samplingServer.port();
  }
}
