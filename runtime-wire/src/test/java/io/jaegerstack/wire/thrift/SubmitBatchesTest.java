package io.jaegerstack.wire.thrift;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.wire.RandomSpans;
import io.jaegerstack.wire.thrift.ThriftBatchWriter.Arguments;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Collector;
import java.util.ArrayList;
import java.util.List;
import org.apache.thrift.TBase;
import org.apache.thrift.TDeserializer;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.junit.jupiter.api.Test;

/// `Collector.submitBatches` in and out, against libthrift.
class SubmitBatchesTest {
  private static final int ROUNDS = 300;

  private final RandomSpans random = new RandomSpans(20261122);
  private final ThriftBatchReader reader = new ThriftBatchReader(new InternTable());

  @Test
  void batchesOfGeneratedCodeAreReadAsOne() throws TException {
    for (int i = 0; i < ROUNDS; i++) {
      var batches = new ArrayList<Batch>();
      var spans = new ArrayList<Span>();
      for (int n = random.random().nextInt(4); n > 0; n--) {
        var process = random.process();
        List<Span> own = random.spans(random.random().nextInt(5), process);
        batches.add(ThriftOracle.batch(process, own));
        spans.addAll(own);
      }
      byte[] arguments = bytes(new Collector.submitBatches_args(batches));
      byte[] inFrame = new byte[arguments.length + 9];
      System.arraycopy(arguments, 0, inFrame, 9, arguments.length);
      Submission read = reader.readSubmitBatches(inFrame, 9);
      assertThat(read.parts()).isEqualTo(batches.size());
      assertThat(read.spans().toSpans()).isEqualTo(spans);
    }
  }

  @Test
  void whatIsWrittenIsReadTheSameByOursAndByGeneratedCode() throws TException {
    for (int i = 0; i < ROUNDS; i++) {
      var group = new ArrayList<SpanBatch>();
      var spans = new ArrayList<Span>();
      for (int n = 1 + random.random().nextInt(3); n > 0; n--) {
        var process = random.process();
        List<Span> own = random.spans(1 + random.random().nextInt(4), process);
        byte[] sent = ThriftOracle.struct(ThriftOracle.batch(process, own), ThriftOracle.BINARY);
        group.add(reader.readBatch(sent, ThriftProtocol.BINARY).spans());
        spans.addAll(own);
      }
      Arguments written = ThriftBatchWriter.submitBatches(group);
      assertThat(written.batches()).isEqualTo(group.size());
      assertThat(reader.readSubmitBatches(written.bytes(), 0).spans().toSpans()).isEqualTo(spans);
      var generated = new Collector.submitBatches_args();
      new TDeserializer(new TBinaryProtocol.Factory()).deserialize(generated, written.bytes());
      generated.validate();
      byte[] again = bytes(generated);
      assertThat(reader.readSubmitBatches(again, 0).spans().toSpans()).isEqualTo(spans);
    }
  }

  @Test
  void theParentTravelsInItsOwnFieldToo() throws TException {
    var process = random.process();
    Span span = random.span(process);
    var child = Reference.childOf(span.traceId(), span.spanId());
    var batch = SpanBatch.of(List.of(withReferences(span, List.of(child))));
    var generated = new Collector.submitBatches_args();
    byte[] written = ThriftBatchWriter.submitBatches(List.of(batch)).bytes();
    new TDeserializer(new TBinaryProtocol.Factory()).deserialize(generated, written);
    assertThat(generated.getBatches().getFirst().getSpans().getFirst().getParentSpanId())
        .isEqualTo(span.spanId().value());
  }

  @Test
  void answersAreCounted() throws TException {
    assertThat(SubmitAnswers.readTaken(SubmitAnswers.taken(3), 0)).isEqualTo(3);
    var generated = new Collector.submitBatches_result();
    new TDeserializer(new TBinaryProtocol.Factory()).deserialize(generated, SubmitAnswers.taken(2));
    assertThat(generated.getSuccess()).hasSize(2).allMatch(answer -> answer.isOk());
    generated.getSuccess().getFirst().setOk(false);
    assertThat(SubmitAnswers.readTaken(bytes(generated), 0)).isEqualTo(1);
  }

  private static Span withReferences(Span span, List<Reference> references) {
    return new Span(
        span.traceId(),
        span.spanId(),
        span.operationName(),
        references,
        span.flags(),
        span.startNanos(),
        span.durationNanos(),
        span.tags(),
        span.logs(),
        span.process(),
        List.of());
  }

  private static byte[] bytes(TBase<?, ?> struct) throws TException {
    return new TSerializer(new TBinaryProtocol.Factory()).serialize(struct);
  }
}
