package io.jaegerstack.wire.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.Tag;
import io.jaegerstack.wire.RandomSpans;
import io.jaegerstack.wire.WireFormatException;
import io.jaegertracing.api_v2.Collector.PostSpansRequest;
import io.jaegertracing.api_v2.Model;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiV2Test {
  private static final Process SHOP = new Process("shop", List.of(Tag.of("ip", "10.0.0.1")));

  private final ApiV2Reader reader = new ApiV2Reader(new InternTable());
  private final ApiV2Writer writer = new ApiV2Writer();

  @Test
  void readsWhatGeneratedCodeWrites() {
    for (int seed = 0; seed < 300; seed++) {
      List<Span> spans = someSpans(seed);
      byte[] request = ApiV2Oracle.request(SHOP, spans).toByteArray();
      assertThat(reader.read(request).toSpans()).as("seed %d", seed).isEqualTo(spans);
    }
  }

  @Test
  void writesWhatGeneratedCodeReads() throws InvalidProtocolBufferException {
    for (int seed = 0; seed < 300; seed++) {
      List<Span> spans = someSpans(seed);
      byte[] request = writer.write(SpanBatch.of(spans));
      Process process = spans.isEmpty() ? new Process("", List.of()) : spans.getFirst().process();
      assertThat(PostSpansRequest.parseFrom(request))
          .as("seed %d", seed)
          .isEqualTo(ApiV2Oracle.request(process, spans));
    }
  }

  @Test
  void batchesOfSeveralProcessesGoIntoOneRequest() {
    var random = new RandomSpans(5);
    Process other = new Process("db", List.of());
    List<Span> shopSpans = random.spans(3, SHOP);
    List<Span> dbSpans = random.spans(2, other);
    byte[] request =
        writer.write(
            List.of(SpanBatch.of(List.of()), SpanBatch.of(shopSpans), SpanBatch.of(dbSpans)));

    var expected = new ArrayList<>(shopSpans);
    expected.addAll(dbSpans);
    assertThat(reader.read(request).toSpans()).isEqualTo(expected);
  }

  @Test
  void aProcessIsWrittenOnceForSpansThatShareIt() throws InvalidProtocolBufferException {
    var random = new RandomSpans(6);
    byte[] request =
        writer.write(
            List.of(SpanBatch.of(random.spans(2, SHOP)), SpanBatch.of(random.spans(2, SHOP))));
    assertThat(PostSpansRequest.parseFrom(request).getBatch().getSpansList())
        .hasSize(4)
        .noneMatch(Model.Span::hasProcess);
  }

  @Test
  void repeatedMessagesAreMergedAsProtobufDemands() throws InvalidProtocolBufferException {
    Span span = new RandomSpans(7).span(SHOP).withTags(List.of());
    Model.Span message = ApiV2Oracle.span(span).toBuilder().clearStartTime().build();
    ByteString bytes =
        request(message.toBuilder().setStartTime(Timestamp.newBuilder().setSeconds(5)).build())
            .concat(processOnly("shop", Tag.of("a", 1L)))
            .concat(processOnly("", Tag.of("b", 2L)));
    ByteString nanosLater =
        Model.Span.newBuilder()
            .setStartTime(Timestamp.newBuilder().setNanos(7))
            .build()
            .toByteString();
    ByteString twoStarts =
        nanosLater.concat(
            message.toBuilder()
                .setStartTime(Timestamp.newBuilder().setSeconds(5))
                .build()
                .toByteString());

    Span read = reader.read(bytes.toByteArray()).toSpans().getFirst();
    assertThat(read.process())
        .isEqualTo(new Process("shop", List.of(Tag.of("a", 1L), Tag.of("b", 2L))));
    Span merged =
        reader.read(request(Model.Span.parseFrom(twoStarts)).toByteArray()).toSpans().getFirst();
    assertThat(merged.startNanos()).isEqualTo(5_000_000_007L);
    assertThat(readRaw(twoStarts).startNanos()).isEqualTo(5_000_000_007L);
  }

  /// The span whose bytes, not parsed by anyone before, are `span`.
  private Span readRaw(ByteString span) {
    var batch = new ReverseWriter(16);
    batch.bytesField(ApiV2Fields.BATCH_SPANS, span.toByteArray(), 0, span.size());
    batch.messageHeader(ApiV2Fields.REQUEST_BATCH, 0);
    return reader.read(batch.toArray()).toSpans().getFirst();
  }

  @Test
  void typeAndValueOfATagComeInAnyOrder() {
    ByteString valueFirst =
        Model.KeyValue.newBuilder().setVStr("no").setVInt64(9).build().toByteString();
    ByteString typeLast =
        Model.KeyValue.newBuilder()
            .setKey("k")
            .setVType(Model.ValueType.INT64)
            .build()
            .toByteString();
    byte[] tag = valueFirst.concat(typeLast).toByteArray();
    ByteString span =
        ApiV2Oracle.span(new RandomSpans(8).span(SHOP).withTags(List.of())).toByteString();
    var tags = new ReverseWriter(16);
    tags.bytesField(ApiV2Fields.SPAN_TAGS, tag, 0, tag.length);

    assertThat(readRaw(span.concat(ByteString.copyFrom(tags.toArray()))).tags())
        .containsExactly(Tag.of("k", 9L));
  }

  @Test
  void leavesOutAndCountsSpansWithoutIds() {
    Model.Span good = ApiV2Oracle.span(new RandomSpans(9).span(SHOP));
    var batch =
        Model.Batch.newBuilder()
            .addSpans(Model.Span.getDefaultInstance())
            .addSpans(good)
            .addSpans(good.toBuilder().setSpanId(ApiV2Oracle.id(0)));
    SpanBatch read =
        reader.read(PostSpansRequest.newBuilder().setBatch(batch).build().toByteArray());
    assertThat(read.size()).isEqualTo(1);
    assertThat(read.leftOut()).isEqualTo(2);
  }

  @Test
  void anIdOfAnotherLengthIsRefusedWithItsPlace() {
    Model.Span span =
        ApiV2Oracle.span(new RandomSpans(10).span(SHOP)).toBuilder()
            .setTraceId(ByteString.copyFrom(new byte[15]))
            .build();
    assertThatThrownBy(() -> reader.read(request(span).toByteArray()))
        .isInstanceOf(WireFormatException.class)
        .hasMessageMatching("trace id has 15 bytes, expected 16 or 8 at byte \\d+");
  }

  @Test
  void groupsAreRefused() {
    byte[] group = {0x0b, 0x0c};
    assertThatThrownBy(() -> reader.read(group))
        .isInstanceOf(WireFormatException.class)
        .hasMessage("field 1 has wire type 3, expected 0, 1, 2 or 5 at byte 1");
  }

  private List<Span> someSpans(int seed) {
    var random = new RandomSpans(seed);
    var spans = new ArrayList<>(random.spans(seed % 20, SHOP));
    for (int i = 1; i < spans.size(); i++) {
      if (random.random().nextInt(4) == 0) {
        spans.set(i, spans.get(i).withProcess(random.process()));
      }
    }
    return spans;
  }

  private static ByteString request(Model.Span span) {
    return PostSpansRequest.newBuilder()
        .setBatch(Model.Batch.newBuilder().addSpans(span))
        .build()
        .toByteString();
  }

  private static ByteString processOnly(String name, Tag tag) {
    var process = Model.Process.newBuilder().setServiceName(name).addTags(ApiV2Oracle.tag(tag));
    return PostSpansRequest.newBuilder()
        .setBatch(Model.Batch.newBuilder().setProcess(process))
        .build()
        .toByteString();
  }
}
