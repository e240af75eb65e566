package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.twitter.zipkin.thriftjava.Span;
import io.jaegertracing.thriftjava.Batch;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Jaeger 1.67, the last that has an agent, and ours over gRPC, one towards the other: the same
/// spans on both sides.
class StockJaegerIT {
  private static final String STOCK_COLLECTOR = "127.0.0.1:14250";

  @TempDir private Path folder;

  @BeforeEach
  void build() throws Exception {
    ClientProgram.built(StockJaeger.V67);
  }

  @Test
  void aStockAgentsSpansReachOurCollector() throws Exception {
    List<Batch> compact = ThriftBatches.of(600, 20, 12);
    List<Batch> binary = ThriftBatches.of(650, 20, 12);
    try (var network = Jaeger17.namespace();
        var backend = JavaProcess.start(network.enter(), "runtime-all-in-one", Flags.ALL_IN_ONE);
        var agent = stockAgent(network, "67-agent", backend)) {
      assertThat(agent.process().isAlive()).isTrue();
      udp(network, "127.0.0.1:6831", ThriftBatches.datagrams(compact));
      udp(network, "127.0.0.1:6832", ThriftBatches.binaryDatagrams(binary));
      var query = new StockQuery(network, backend.port("query http"));
      query.assertShown(compact);
      query.assertShown(binary);
      assertThat(backend.terminate()).as(backend.log()).isZero();
    }
  }

  @Test
  void ourAgentsSpansReachAStockCollector() throws Exception {
    List<Batch> compact = ThriftBatches.of(700, 20, 12);
    List<Batch> binary = ThriftBatches.of(750, 20, 12);
    try (var network = Jaeger17.namespace();
        var stock = StockJaeger.start(network, StockJaeger.V67, "all-in-one", "67-all-in-one");
        var agent = ourAgent(network)) {
      assertThat(stock.process().isAlive()).isTrue();
      udp(network, "127.0.0.1:" + agent.port("compact udp"), ThriftBatches.datagrams(compact));
      udp(network, "127.0.0.1:" + agent.port("binary udp"), ThriftBatches.binaryDatagrams(binary));
      StockQuery.of(network).assertShown(compact);
      StockQuery.of(network).assertShown(binary);
      assertThat(strategy(network, agent.port("sampling http")).path("strategyType").asText())
          .isEqualTo("PROBABILISTIC");
      assertThat(agent.terminate()).as(agent.log()).isZero();
      assertThat(agent.log()).contains("clean=true");
    }
  }

  /// Zipkin's spans become Jaeger's in the agent already: ours makes of them what Jaeger's makes.
  @Test
  void ourAgentReadsZipkinsSpansAsTheStockOneDoes() throws Exception {
    List<Span> sent = ZipkinSpans.all().stream().filter(StockJaegerIT::saysWhoseItIs).toList();
    List<byte[]> datagrams = sent.stream().map(s -> ZipkinSpans.datagram(List.of(s))).toList();
    try (var network = Jaeger17.namespace();
        var behindStock =
            JavaProcess.start(network.enter(), "runtime-all-in-one", Flags.ALL_IN_ONE);
        var behindOurs =
            JavaProcess.start(network.enter(), "runtime-all-in-one", Flags.ALL_IN_ONE);
        var agent = stockAgent(network, "67-agent-zipkin", behindStock)) {
      assertThat(agent.process().isAlive()).isTrue();
      udp(network, "127.0.0.1:5775", datagrams);
      udp(network, "127.0.0.1:" + behindOurs.port("zipkin-compact udp"), datagrams);
      for (Span span : sent) {
        String id = ZipkinSpans.traceId(span);
        JsonNode theirs = shown(network, behindStock, id);
        assertThat(WholeSpan.ofApi(shown(network, behindOurs, id)))
            .as("trace %s", id)
            .containsExactlyInAnyOrderElementsOf(WholeSpan.ofApi(theirs));
      }
    }
  }

  /// Jaeger's agent drops others.
  private static boolean saysWhoseItIs(Span span) {
    return !span.getAnnotations().isEmpty() || !span.getBinary_annotations().isEmpty();
  }

  private static JsonNode shown(NetworkNamespace network, JavaProcess backend, String id) {
    return new StockQuery(network, backend.port("query http")).awaitTrace(id, 1);
  }

  /// Once it answers with our strategy, it is there and connected.
  private static StockJaeger stockAgent(NetworkNamespace network, String log, JavaProcess collector)
      throws Exception {
    var agent =
        StockJaeger.start(
            network,
            StockJaeger.V67,
            "agent",
            log,
            "--reporter.grpc.host-port=127.0.0.1:" + collector.port("collector grpc"));
    JsonNode strategy = strategy(network, 5778);
    assertThat(strategy.path("probabilisticSampling").path("samplingRate").asDouble())
        .isEqualTo(0.001);
    return agent;
  }

  private static JsonNode strategy(NetworkNamespace network, int port) {
    String url = "http://127.0.0.1:%d/sampling?service=shop".formatted(port);
    return Eventually.find("a strategy of " + url, () -> Jaeger17.get(network.enter(), url));
  }

  private static JavaProcess ourAgent(NetworkNamespace network) throws Exception {
    String[] flags =
        Stream.concat(
                Arrays.stream(Flags.AGENT),
                Stream.of("--reporter.grpc.host-port=" + STOCK_COLLECTOR))
            .toArray(String[]::new);
    return JavaProcess.start(network.enter(), "runtime-agent", flags);
  }

  private void udp(NetworkNamespace network, String address, List<byte[]> datagrams)
      throws Exception {
    String file = Jaeger17.file(folder, datagrams);
    Jaeger17.client(network.enter(), "udp", "-address=" + address, "-file=" + file);
  }
}
