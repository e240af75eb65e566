package io.jaegerstack.wire.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.wire.Bytes;
import io.jaegerstack.wire.RandomSpans;
import io.jaegerstack.wire.WireFormatException;
import io.jaegerstack.wire.WireFormatException.Kind;
import io.jaegertracing.agent.thrift.Agent;
import io.jaegertracing.thriftjava.Batch;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TMemoryBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ThriftBatchReaderTest {
  private final ThriftBatchReader reader = new ThriftBatchReader(new InternTable());

  @ParameterizedTest
  @EnumSource
  void readsWhatGeneratedCodeWrites(ThriftProtocol protocol) {
    for (int seed = 0; seed < 300; seed++) {
      var random = new RandomSpans(seed);
      Process process = random.process();
      List<Span> spans = random.spans(seed % 20, process);
      Batch batch = ThriftOracle.batch(process, spans);
      var factory = ThriftOracle.factory(protocol);

      AgentMessage message = reader.readEmitBatch(ThriftOracle.emitBatch(batch, factory), protocol);
      assertThat(message.spans().toSpans()).as("seed %d", seed).isEqualTo(spans);
      assertThat(message.process().toProcess()).isEqualTo(process);
      assertThat(message.hasSeqNo()).isFalse();
      assertThat(message.stats()).isNull();

      AgentMessage body = reader.readBatch(ThriftOracle.struct(batch, factory), protocol);
      assertThat(body.spans().toSpans()).as("seed %d", seed).isEqualTo(spans);
    }
  }

  @Test
  void readsTheOldBinaryMessageWithoutAVersion() {
    byte[] packet = ThriftOracle.emitBatch(oneSpan(), ThriftOracle.BINARY_NOT_STRICT);
    assertThat(packet[0]).isZero();
    assertThat(reader.readEmitBatch(packet, ThriftProtocol.BINARY).spans().size()).isEqualTo(1);
  }

  @Test
  void tellsWhatTheClientSaysOfItsLosses() {
    byte[] packet = ThriftOracle.emitBatch(oneSpan(), ThriftOracle.COMPACT);
    // Fields that jaeger-thrift for Java does not know: seqNo, then stats, in zigzag varints; they
    // go
    // before the ends of Batch and of the arguments.
    byte[] more = HexFormat.of().parseHex("1654" + "1c16021604160600" + "0000");
    packet = Bytes.concat(Arrays.copyOf(packet, packet.length - 2), more);

    AgentMessage message = reader.readEmitBatch(packet, ThriftProtocol.COMPACT);
    assertThat(message.seqNo()).isEqualTo(42);
    assertThat(message.stats()).isEqualTo(new ClientStats(1, 2, 3));
    assertThat(message.clientUuid()).contains("u-1");
  }

  @Test
  void aParentThatIsNoReferenceBecomesTheFirstOne() {
    Batch batch = oneSpan();
    var span = batch.getSpans().getFirst();
    span.setParentSpanId(99);
    Span read = read(batch).getFirst();
    assertThat(read.references().getFirst())
        .isEqualTo(Reference.childOf(read.traceId(), new SpanId(99)));

    span.setReferences(
        List.of(
            new io.jaegertracing.thriftjava.SpanRef(
                io.jaegertracing.thriftjava.SpanRefType.FOLLOWS_FROM,
                span.getTraceIdLow(),
                span.getTraceIdHigh(),
                99)));
    assertThat(read(batch).getFirst().references())
        .containsExactly(Reference.followsFrom(read.traceId(), new SpanId(99)));
  }

  @Test
  void leavesOutAndCountsSpansWithoutIds() {
    Batch batch = oneSpan();
    var nameless = ThriftOracle.span(new RandomSpans(3).span(PROCESS));
    nameless.setSpanId(0);
    batch.setSpans(List.of(nameless, batch.getSpans().getFirst()));
    byte[] packet = ThriftOracle.emitBatch(batch, ThriftOracle.COMPACT);

    var spans = reader.readEmitBatch(packet, ThriftProtocol.COMPACT).spans();
    assertThat(spans.size()).isEqualTo(1);
    assertThat(spans.leftOut()).isEqualTo(1);
  }

  @Test
  void timesBeyondTheModelsRangeAreTheNearestInIt() {
    assertThat(Micros.toNanos(1_000_000)).isEqualTo(1_000_000_000);
    assertThat(Micros.toNanos(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(Micros.toNanos(Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
  }

  @ParameterizedTest
  @EnumSource
  void readsZipkinsSpansWithEachOnesProcess(ThriftProtocol protocol) throws TException {
    List<com.twitter.zipkin.thriftjava.Span> spans =
        List.of(zipkin(7, "web", 1), zipkin(8, "web", 1), zipkin(9, "db", 2));
    var buffer = new TMemoryBuffer(64);
    TProtocol out = ThriftOracle.factory(protocol).getProtocol(buffer);
    out.writeMessageBegin(new TMessage("emitZipkinBatch", TMessageType.ONEWAY, 1));
    new Agent.emitZipkinBatch_args(spans).write(out);
    byte[] packet = Arrays.copyOf(buffer.getArray(), buffer.length());

    AgentMessage message = reader.readEmitBatch(packet, protocol);

    assertThat(message.hasSeqNo()).isFalse();
    assertThat(message.clientUuid()).isEmpty();
    assertThat(message.spans().toSpans())
        .extracting(span -> span.spanId().value(), Span::process)
        .containsExactly(
            tuple(7L, new Process("web", List.of(Tag.of("ip", 1L)))),
            tuple(8L, new Process("web", List.of(Tag.of("ip", 1L)))),
            tuple(9L, new Process("db", List.of(Tag.of("ip", 2L)))));
  }

  private static com.twitter.zipkin.thriftjava.Span zipkin(long id, String service, int ip) {
    var host = new com.twitter.zipkin.thriftjava.Endpoint(ip, (short) 0, service);
    var annotation = new com.twitter.zipkin.thriftjava.Annotation(5, "sr").setHost(host);
    return new com.twitter.zipkin.thriftjava.Span(id, "name", id, List.of(annotation), List.of())
        .setDebug(true);
  }

  @Test
  void anotherMethodIsRefusedByItsName() {
    byte[] zipkin =
        ThriftOracle.message(
            "emitZipkinBatch", TMessageType.ONEWAY, oneSpan(), ThriftOracle.COMPACT);
    assertKind(zipkin, Kind.MALFORMED, "emitZipkinBatch ends without its argument 1");
    byte[] unknown =
        ThriftOracle.message("shutdown", TMessageType.CALL, oneSpan(), ThriftOracle.COMPACT);
    assertKind(unknown, Kind.UNKNOWN_METHOD, "shutdown");
    byte[] reply =
        ThriftOracle.message("emitBatch", TMessageType.REPLY, oneSpan(), ThriftOracle.COMPACT);
    assertKind(reply, Kind.MALFORMED, "message type is 2");
  }

  private void assertKind(byte[] packet, Kind kind, String message) {
    assertThatThrownBy(() -> reader.readEmitBatch(packet, ThriftProtocol.COMPACT))
        .isInstanceOfSatisfying(
            WireFormatException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining(message);
  }

  private static final Process PROCESS = new Process("shop", List.of(Tag.of("client-uuid", "u-1")));

  private static Batch oneSpan() {
    return ThriftOracle.batch(PROCESS, new RandomSpans(1).spans(1, PROCESS));
  }

  private List<Span> read(Batch batch) {
    byte[] packet = ThriftOracle.emitBatch(batch, ThriftOracle.COMPACT);
    return reader.readEmitBatch(packet, ThriftProtocol.COMPACT).spans().toSpans();
  }
}
