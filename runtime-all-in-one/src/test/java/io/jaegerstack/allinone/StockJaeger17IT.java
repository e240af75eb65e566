package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.twitter.zipkin.thriftjava.Annotation;
import com.twitter.zipkin.thriftjava.AnnotationType;
import com.twitter.zipkin.thriftjava.BinaryAnnotation;
import com.twitter.zipkin.thriftjava.Endpoint;
import com.twitter.zipkin.thriftjava.Span;
import io.jaegertracing.thriftjava.Batch;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Jaeger 1.17.1, the last with TChannel, and ours, one towards the other: the same spans on both
/// sides. In a network of its own, because Jaeger's ports are fixed.
class StockJaeger17IT {
  private static final long START = 1_700_000_000_000_000L;
  private static final int STOCK_QUERY = 16_686;

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
        assertShown(sent, network, backend.port("query http"));
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
        assertShown(sent, network, STOCK_QUERY);
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
    List<Span> sent = zipkinSpans();
    String file = Jaeger17.file(folder, sent.stream().map(StockJaeger17IT::bytes).toList());
    try (var network = Jaeger17.namespace()) {
      Process stock = Jaeger17.started(network.enter(), stockProgram, "all-in-one-zipkin");
      try (var ours = JavaProcess.start(network.enter(), "runtime-all-in-one", Flags.ALL_IN_ONE)) {
        Eventually.find("the stock collector", () -> services(network));
        for (int port : new int[] {14_267, ours.port("collector tchannel")}) {
          String[] call = {
            "zipkin", "-address=127.0.0.1:" + port, "-file=" + file, "-per-call=" + sent.size()
          };
          List<JsonNode> answers = Jaeger17.client(network.enter(), call);
          assertThat(answers.getFirst().path("ok")).hasSize(sent.size());
        }
        for (Span span : sent) {
          String id = "%016x".formatted(span.getTrace_id());
          JsonNode theirs = awaitTrace(network, STOCK_QUERY, id);
          JsonNode shown = awaitTrace(network, ours.port("query http"), id);
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

  static void assertShown(List<Batch> sent, NetworkNamespace network, int queryPort) {
    for (Batch batch : sent) {
      JsonNode shown =
          Eventually.find(
              "trace of " + batch.getProcess().getServiceName(),
              () ->
                  trace(network, queryPort, ThriftBatches.traceId(batch))
                      .filter(trace -> trace.path("spans").size() == batch.getSpansSize()));
      assertThat(WholeSpan.ofApi(shown))
          .containsExactlyInAnyOrderElementsOf(WholeSpan.ofThrift(List.of(batch)));
    }
  }

  private static JsonNode awaitTrace(NetworkNamespace network, int port, String id) {
    return Eventually.find("trace " + id, () -> trace(network, port, id));
  }

  private static Optional<JsonNode> trace(NetworkNamespace network, int port, String id) {
    return Jaeger17.get(network.enter(), "http://127.0.0.1:%d/api/traces/%s".formatted(port, id))
        .map(answer -> answer.path("data").path(0))
        .filter(trace -> !trace.isMissingNode());
  }

  private static Optional<JsonNode> services(NetworkNamespace network) {
    return Jaeger17.get(network.enter(), "http://127.0.0.1:%d/api/services".formatted(STOCK_QUERY));
  }

  /// Each a trace of its own. None with both sides of a call: with a batch that has one, 1.17.1
  /// ends in a panic (it answers for each span that it made, and has room for each that came).
  private static List<Span> zipkinSpans() {
    var web = new Endpoint(0x7f000001, (short) 80, "web");
    var orders = new Endpoint(0xc0a80001, (short) -1, "orders");
    orders.setIpv6(new byte[] {32, 1, 13, -72, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
    List<Span> spans = new ArrayList<>();
    spans.add(span(1).setTimestamp(START).setDuration(900).setDebug(true).setParent_id(77));
    spans.getLast().setAnnotations(List.of(at(0, "cs", web), at(9, "cr", web), at(5, "x", web)));
    spans.add(span(2).setParent_id(0).setAnnotations(List.of(at(3, "sr", orders))));
    spans.add(span(3).setDuration(-7).setTimestamp(START));
    spans.add(
        span(5)
            .setAnnotations(
                List.of(
                    at(2, "ss", orders), at(7, "{\"a\":\"b\"}", web), at(8, "{\"a\":1}", web))));
    spans.add(span(6).setTrace_id_high(9).setTimestamp(START).setDuration(0));
    spans.getLast().setTrace_id_high(0);
    spans.getLast().setBinary_annotations(values(orders));
    spans.add(
        span(7)
            .setParent_id(3)
            .setAnnotations(List.of(at(4, "sr", orders), at(2, "one", web), at(1, "two", web))));
    return spans;
  }

  private static List<BinaryAnnotation> values(Endpoint host) {
    return List.of(
        binary("sa", AnnotationType.BOOL, 1).setHost(host),
        binary("ca", AnnotationType.BOOL, 1),
        binary("lc", AnnotationType.STRING, 'j', 'd', 'b', 'c').setHost(host),
        binary("bool", AnnotationType.BOOL, 1),
        binary("i16", AnnotationType.I16, 0xff, 0xfe),
        binary("i32", AnnotationType.I32, 0, 0, 1, 0),
        binary("i64", AnnotationType.I64, 0, 0, 0, 0, 0, 0, 1, 0),
        binary("double", AnnotationType.DOUBLE, 0x3f, 0xd0, 0, 0, 0, 0, 0, 0),
        binary("bytes", AnnotationType.BYTES, 1, 2, 255),
        binary("cut", AnnotationType.I64, 1, 2),
        binary("empty", AnnotationType.DOUBLE),
        binary("Error", AnnotationType.STRING, 'b', 'o', 'o', 'm'),
        binary("jaeger.hostname", AnnotationType.STRING, 'n', '1'),
        binary("jaegerClient", AnnotationType.STRING, 'g', 'o'));
  }

  private static Span span(long trace) {
    return new Span(trace, "name-" + trace, trace + 40, List.of(), List.of());
  }

  private static Annotation at(long offset, String value, Endpoint host) {
    return new Annotation(START + offset, value).setHost(host);
  }

  private static BinaryAnnotation binary(String key, AnnotationType type, int... bytes) {
    var value = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      value[i] = (byte) bytes[i];
    }
    return new BinaryAnnotation(key, ByteBuffer.wrap(value), type);
  }

  private static byte[] bytes(Span span) {
    try {
      return new TSerializer(new TBinaryProtocol.Factory()).serialize(span);
    } catch (TException broken) {
      throw new AssertionError(broken);
    }
  }
}
