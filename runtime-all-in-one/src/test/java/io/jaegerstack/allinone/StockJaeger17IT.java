package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.twitter.zipkin.thriftjava.Span;
import io.jaegertracing.thriftjava.Batch;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Jaeger 1.17.1, the last with TChannel, and ours, one towards the other: the same spans on both
/// sides. In a network of its own, because Jaeger's ports are fixed.
class StockJaeger17IT {
  @TempDir private Path folder;

  @Test
  void aStockAgentsSpansReachOurCollector() throws Exception {
    String agentProgram = Jaeger17.built(Jaeger17.AGENT);
    List<Batch> sent = ThriftBatches.of(200, 30, 12);
    try (var network = Jaeger17.namespace();
        var backend = JavaProcess.start(network.enter(), "runtime-all-in-one", Flags.ALL_IN_ONE)) {
      Process agent =
          Jaeger17.started(
              network.enter(),
              agentProgram,
              "agent",
              "--reporter.type=tchannel",
              "--reporter.tchannel.host-port=127.0.0.1:" + backend.port("collector tchannel"));
      try {
        awaitStrategy(network);
        udp(network, "127.0.0.1:6831", sent);
        new StockQuery(network, backend.port("query http")).assertShown(sent);
      } finally {
        agent.destroy();
      }
      assertThat(backend.terminate()).as(backend.log()).isZero();
    }
  }

  /// A stock agent asks its collector over TChannel; that it answers also says that both are up.
  private static void awaitStrategy(NetworkNamespace network) {
    JsonNode strategy =
        Eventually.find(
            "the stock agent answers with our strategy",
            () -> Jaeger17.get(network.enter(), "http://127.0.0.1:5778/sampling?service=shop"));
    assertThat(strategy.path("probabilisticSampling").path("samplingRate").asDouble())
        .isEqualTo(0.001);
  }

  @Test
  void ourAgentsSpansReachAStockCollector() throws Exception {
    String stockProgram = Jaeger17.built(Jaeger17.ALL_IN_ONE);
    List<Batch> sent = ThriftBatches.of(300, 30, 12);
    String[] flags =
        Stream.concat(
                Arrays.stream(Flags.AGENT),
                Stream.of(
                    "--reporter.type=tchannel", "--reporter.tchannel.host-port=127.0.0.1:14267"))
            .toArray(String[]::new);
    try (var network = Jaeger17.namespace()) {
      Process stock = Jaeger17.started(network.enter(), stockProgram, "all-in-one");
      try (var agent = JavaProcess.start(network.enter(), "runtime-agent", flags)) {
        udp(network, "127.0.0.1:" + agent.port("compact udp"), sent);
        StockQuery.of(network).assertShown(sent);
        JsonNode strategy =
            Jaeger17.get(
                    network.enter(),
                    "http://127.0.0.1:%d/sampling?service=x".formatted(agent.port("sampling http")))
                .orElseThrow();
        assertThat(strategy.path("strategyType").asText()).isEqualTo("PROBABILISTIC");
        assertThat(agent.terminate()).as(agent.log()).isZero();
      } finally {
        stock.destroy();
      }
    }
  }

  /// The same Zipkin spans to both collectors: what both show is the same.
  @Test
  void ourCollectorReadsZipkinsSpansAsTheStockOneDoes() throws Exception {
    String stockProgram = Jaeger17.built(Jaeger17.ALL_IN_ONE);
    List<Span> sent = ZipkinSpans.all();
    String file = Jaeger17.file(folder, sent.stream().map(StockJaeger17IT::bytes).toList());
    try (var network = Jaeger17.namespace()) {
      Process stock = Jaeger17.started(network.enter(), stockProgram, "all-in-one-zipkin");
      try (var ours = JavaProcess.start(network.enter(), "runtime-all-in-one", Flags.ALL_IN_ONE)) {
        Eventually.find("the stock collector", StockQuery.of(network)::services);
        for (int port : new int[] {14_267, ours.port("collector tchannel")}) {
          String[] call = {
            "zipkin", "-address=127.0.0.1:" + port, "-file=" + file, "-per-call=" + sent.size()
          };
          List<JsonNode> answers = Jaeger17.client(network.enter(), call);
          assertThat(answers.getFirst().path("ok")).hasSize(sent.size());
        }
        for (Span span : sent) {
          String id = ZipkinSpans.traceId(span);
          JsonNode theirs = StockQuery.of(network).awaitTrace(id, 1);
          JsonNode shown = new StockQuery(network, ours.port("query http")).awaitTrace(id, 1);
          assertThat(WholeSpan.ofApi(shown))
              .as("trace %s", id)
              .containsExactlyInAnyOrderElementsOf(WholeSpan.ofApi(theirs));
        }
      } finally {
        stock.destroy();
      }
    }
  }

  private void udp(NetworkNamespace network, String address, List<Batch> batches) throws Exception {
    String file = Jaeger17.file(folder, ThriftBatches.datagrams(batches));
    Jaeger17.client(network.enter(), "udp", "-address=" + address, "-file=" + file);
  }

  private static byte[] bytes(Span span) {
    try {
      return new TSerializer(new TBinaryProtocol.Factory()).serialize(span);
    } catch (TException broken) {
      throw new AssertionError(broken);
    }
  }
}
