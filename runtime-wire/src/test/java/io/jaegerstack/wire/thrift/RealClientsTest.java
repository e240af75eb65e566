package io.jaegerstack.wire.thrift;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.wire.Datagrams;
import java.util.List;
import org.junit.jupiter.api.Test;

class RealClientsTest {
  private final ThriftBatchReader reader = new ThriftBatchReader(new InternTable());

  @Test
  void goSendsCompactWithNumberStatsAndIdentity() {
    AgentMessage client = read("go", 0, ThriftProtocol.COMPACT);
    assertThat(client.process().serviceName().text()).isEqualTo("checkout-client");
    assertThat(client.process().toProcess().tags())
        .contains(Tag.of("cluster", "test"), Tag.of("jaeger.version", "Go-2.30.0"));
    assertThat(client.clientUuid()).contains("76c4a5eaeadd50de");
    assertThat(client.seqNo()).isEqualTo(1);
    assertThat(client.stats()).isEqualTo(new ClientStats(0, 0, 0));
    assertThat(client.spans().toSpans())
        .extracting(Span::operationName)
        .containsExactly("/grpc.health.v1.Health/Check", "/grpc.health.v1.Health/Watch", "main-op");
  }

  @Test
  void goSpansOfBothSidesAreOneTrace() {
    List<Span> client = read("go", 0, ThriftProtocol.COMPACT).spans().toSpans();
    List<Span> server = read("go", 1, ThriftProtocol.COMPACT).spans().toSpans();
    Span root = client.get(2);
    assertThat(root.references()).isEmpty();
    assertThat(root.tags())
        .containsExactly(Tag.of("sampler.type", "const"), Tag.of("sampler.param", true));
    assertThat(client.get(0).references())
        .containsExactly(Reference.childOf(root.traceId(), root.spanId()));
    assertThat(server.get(0).references())
        .containsExactly(Reference.childOf(root.traceId(), client.get(0).spanId()));
    assertThat(server.get(1).operationName()).isEqualTo("inside-stream");
    assertThat(server.get(1).tags()).containsExactly(Tag.of("k", 1L));
    assertThat(server).allMatch(span -> span.traceId().equals(root.traceId()));
  }

  @Test
  void nodeSendsBinaryWithEveryValueFieldOfATagSet() {
    AgentMessage message = read("node", 0, ThriftProtocol.BINARY);
    assertThat(message.process().serviceName().text()).isEqualTo("shop-node");
    assertThat(message.clientUuid()).isPresent();
    assertThat(message.hasSeqNo()).isFalse();
    Span parent = message.spans().toSpans().get(1);
    Span child = message.spans().toSpans().get(0);
    assertThat(parent.operationName()).isEqualTo("GET /cart");
    assertThat(parent.durationNanos()).isEqualTo(4_000_000);
    assertThat(parent.tags())
        .containsExactly(
            Tag.of("sampler.type", "const"),
            Tag.of("sampler.param", true),
            Tag.of("http.status_code", 200.0),
            Tag.of("ratio", 0.5),
            Tag.of("cached", true),
            Tag.of("user", "žofie"),
            Tag.of("raw", new byte[] {1, 2, -1}));
    assertThat(parent.logs()).hasSize(1);
    assertThat(parent.logs().getFirst().fields())
        .containsExactly(
            Tag.of("event", "cache-miss"), Tag.of("key", "cart:7"), Tag.of("attempt", 2.0));
    assertThat(child.references())
        .containsExactly(Reference.childOf(parent.traceId(), parent.spanId()));
  }

  @Test
  void pythonSendsCompactWithoutNumberAndIdentity() {
    AgentMessage message = read("python", 0, ThriftProtocol.COMPACT);
    assertThat(message.hasSeqNo()).isFalse();
    assertThat(message.clientUuid()).isEmpty();
    assertThat(message.stats()).isNull();
    Span parent = message.spans().toSpans().get(1);
    assertThat(parent.tags())
        .contains(
            Tag.of("http.status_code", 200L),
            Tag.of("ratio", 0.25),
            Tag.of("cached", true),
            Tag.of("user", "žofie"));
    assertThat(parent.logs().getFirst().fields())
        .containsExactly(Tag.of("event", "miss"), Tag.of("n", 3L));
    assertThat(parent.spanId()).isNotEqualTo(new SpanId(0));
  }

  private AgentMessage read(String client, int datagram, ThriftProtocol protocol) {
    return reader.readEmitBatch(Datagrams.of(client).get(datagram), protocol);
  }
}
