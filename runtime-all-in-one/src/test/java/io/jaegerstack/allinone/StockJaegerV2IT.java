package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegertracing.thriftjava.Batch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Our agent before Jaeger of the second generation, in the place of Jaeger's own. That Jaeger
/// turns what agents send into OpenTelemetry's model and back: whichever agent sent them, it shows
/// the same, and all that its translation keeps.
@Tag("full")
class StockJaegerV2IT {
  private static final String COLLECTOR = "--reporter.grpc.host-port=127.0.0.1:14250";

  /// Not 6831: a Jaeger of the second generation listens there itself.
  private static final int STOCK_AGENT = 16_831;

  private static final int BATCHES = 20;
  private static final int SPANS = 12;

  @TempDir private Path folder;

  @Test
  void showsTheSpansThatWereSentBehindOurAgentAsBehindAStockOne() throws Exception {
    List<Batch> sent = ThriftBatches.of(800, BATCHES, SPANS);
    List<WholeSpan> expected =
        WholeSpan.ofThrift(sent).stream().map(StockJaegerV2IT::translated).toList();
    assertThat(behindStockAgent(sent)).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(behindOurAgent(sent)).containsExactlyInAnyOrderElementsOf(expected);
  }

  /// There and back through OpenTelemetry's model, which has no place for a span's flags, and a
  /// name of its own for the host's.
  private static WholeSpan translated(WholeSpan sent) {
    return new WholeSpan(
        sent.traceId(),
        sent.spanId(),
        sent.operation(),
        0,
        sent.start(),
        sent.duration(),
        sent.references(),
        sent.tags(),
        sent.logs(),
        sent.service(),
        sent.processTags().stream()
            .map(tag -> tag.replaceFirst("^hostname ", "host.name "))
            .sorted()
            .toList(),
        sent.warnings());
  }

  private List<WholeSpan> behindStockAgent(List<Batch> sent) throws Exception {
    try (var network = Jaeger17.namespace();
        var jaeger = second(network, "76-behind-stock");
        var agent =
            StockJaeger.start(
                network,
                StockJaeger.V67,
                "agent",
                "67-agent-v2",
                COLLECTOR,
                "--processor.jaeger-compact.server-host-port=127.0.0.1:" + STOCK_AGENT,
                "--processor.jaeger-binary.server-host-port=127.0.0.1:" + (STOCK_AGENT + 1),
                "--http-server.host-port=127.0.0.1:" + STOCK_AGENT)) {
      await(network, "http://127.0.0.1:14271/", agent);
      return shown(network, STOCK_AGENT, sent, jaeger);
    }
  }

  private List<WholeSpan> behindOurAgent(List<Batch> sent) throws Exception {
    String[] flags =
        Stream.concat(Arrays.stream(Flags.AGENT), Stream.of(COLLECTOR)).toArray(String[]::new);
    try (var network = Jaeger17.namespace();
        var jaeger = second(network, "76-behind-ours");
        var agent = JavaProcess.start(network.enter(), "runtime-agent", flags)) {
      List<WholeSpan> shown = shown(network, agent.port("compact udp"), sent, jaeger);
      assertThat(agent.terminate()).as(agent.log()).isZero();
      return shown;
    }
  }

  /// Without settings it keeps spans in memory and listens on every port of the first generation.
  private static StockJaeger second(NetworkNamespace network, String log) throws Exception {
    var jaeger = StockJaeger.start(network, StockJaeger.V76, "jaeger", log);
    await(network, "http://127.0.0.1:13133/status", jaeger);
    return jaeger;
  }

  private static void await(NetworkNamespace network, String url, StockJaeger program) {
    Eventually.find(
        url + " answers",
        () -> {
          assertThat(program.process().isAlive()).as("runs still").isTrue();
          return Jaeger17.get(network.enter(), url);
        });
  }

  private List<WholeSpan> shown(
      NetworkNamespace network, int agentPort, List<Batch> sent, StockJaeger jaeger)
      throws Exception {
    String file = Jaeger17.file(folder, ThriftBatches.datagrams(sent));
    String agent = "-address=127.0.0.1:" + agentPort;
    Jaeger17.client(network.enter(), "udp", agent, "-file=" + file);
    List<WholeSpan> shown = new ArrayList<>();
    for (Batch batch : sent) {
      assertThat(jaeger.process().isAlive()).as("Jaeger runs still").isTrue();
      var trace = StockQuery.of(network).awaitTrace(ThriftBatches.traceId(batch), SPANS);
      shown.addAll(WholeSpan.ofApi(trace));
    }
    return shown;
  }
}
