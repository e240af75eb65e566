package io.jaegerstack.agent;

import io.jaegerstack.agent.processor.AgentTags;
import io.jaegerstack.agent.processor.ClientLosses;
import io.jaegerstack.agent.reporter.CollectorConnection;
import io.jaegerstack.agent.reporter.GrpcReporter;
import io.jaegerstack.agent.sampling.SamplingHttp;
import io.jaegerstack.agent.sampling.StrategyProxy;
import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.Part;
import io.jaegerstack.server.http.HttpLimits;
import io.jaegerstack.server.http.HttpServer;
import io.jaegerstack.server.http.HttpWatch;
import io.jaegerstack.settings.AgentSettings;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.wire.thrift.ThriftProtocol;
import java.util.List;

/// All of an agent but its process: entrances, reporter, sampling. Constructed whole, started
/// through its parts.
public final class Agent {
  /// The hop that counts spans between decoding and the collector's acknowledgement.
  public static final String REPORTER_HOP = "agent.reporter";

  private final CollectorConnection connection;
  private final GrpcReporter reporter;
  private final Entrance compact;
  private final Entrance binary;
  private final HttpServer sampling;

  private Agent(
      CollectorConnection connection,
      GrpcReporter reporter,
      Entrance compact,
      Entrance binary,
      HttpServer sampling) {
    this.connection = connection;
    this.reporter = reporter;
    this.compact = compact;
    this.binary = binary;
    this.sampling = sampling;
  }

  /// Wires an agent and registers its metrics; nothing runs yet.
  ///
  /// @param ledger gets the hops `agent.udp.compact`, `agent.udp.binary` (packets) and
  ///   `agent.reporter` (spans)
  public static Agent of(SettingValues settings, EventLoops loops, Metrics metrics, Ledger ledger) {
    var reporterHop = ledger.hop(REPORTER_HOP, Counted.SPANS);
    var connection =
        new CollectorConnection(loops, settings.value(AgentSettings.REPORTER_HOST_PORT));
    var reporter =
        new GrpcReporter(
            connection,
            reporterHop,
            settings.value(AgentSettings.REPORTER_QUEUE_BYTES).bytes(),
            settings.value(AgentSettings.REPORTER_RETRY_MAX),
            settings.value(AgentSettings.REPORTER_TIMEOUT));
    var clients = new ClientLosses(reporterHop, System::nanoTime);
    var shared =
        new Entrance.Shared(
            settings,
            loops,
            ledger,
            new InternTable(),
            AgentTags.of(settings.value(AgentSettings.TAGS)),
            clients,
            reporter);
    var compact = Entrance.of("compact", ThriftProtocol.COMPACT, AgentSettings.COMPACT, shared);
    var binary = Entrance.of("binary", ThriftProtocol.BINARY, AgentSettings.BINARY, shared);
    var strategies = new StrategyProxy(connection.channel());
    var http = new SamplingHttp(strategies);
    AgentMetrics.entrance(metrics, "compact", compact);
    AgentMetrics.entrance(metrics, "binary", binary);
    AgentMetrics.reporter(metrics, reporter, reporterHop, connection);
    AgentMetrics.clients(metrics, clients);
    AgentMetrics.sampling(metrics, http, strategies);
    var server =
        HttpServer.of(
            "sampling",
            loops,
            settings.value(AgentSettings.HTTP_HOST_PORT),
            HttpLimits.small(),
            http.routes(),
            http.errors(),
            HttpWatch.NONE);
    return new Agent(connection, reporter, compact, binary, server);
  }

  /// In the order of their start: the way out first, so that nothing comes in that could not go on.
  public List<Part> parts() {
    return List.of(
        connection,
        reporter,
        compact.processor(),
        binary.processor(),
        sampling,
        compact.server(),
        binary.server());
  }

  /// UDP port of the compact protocol, once started.
  public int compactPort() {
    return compact.server().port();
  }

  /// UDP port of the binary protocol, once started.
  public int binaryPort() {
    return binary.server().port();
  }

  /// HTTP port for sampling strategies, once started.
  public int samplingPort() {
    return sampling.port();
  }
}
