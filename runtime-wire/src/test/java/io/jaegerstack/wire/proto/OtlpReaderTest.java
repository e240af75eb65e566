package io.jaegerstack.wire.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.Tag;
import io.jaegerstack.wire.WireFormatException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.util.List;
import org.junit.jupiter.api.Test;

class OtlpReaderTest {
  private final OtlpReader reader = new OtlpReader(new InternTable());
  private final OtlpJsonReader jsonReader = new OtlpJsonReader(new InternTable());
  private final ApiV2Reader jaegerReader = new ApiV2Reader(new InternTable());

  @Test
  void translatesAsJaegersOwnTranslatorDoes() {
    List<OtlpSample> samples = OtlpSample.all();
    assertThat(samples).hasSize(96);
    int spans = 0;
    for (int i = 0; i < samples.size(); i++) {
      List<Span> expected = jaegerReader.read(samples.get(i).jaeger()).toSpans();
      assertThat(reader.read(samples.get(i).protobuf()).toSpans())
          .as("sample %d", i)
          .isEqualTo(expected);
      spans += expected.size();
    }
    assertThat(spans).isEqualTo(291);
  }

  @Test
  void readsJsonAsItReadsProtobuf() {
    for (OtlpSample sample : OtlpSample.all()) {
      assertThat(jsonReader.read(sample.json()).toSpans())
          .isEqualTo(reader.read(sample.protobuf()).toSpans());
    }
  }

  @Test
  void resourceAndScopeMayComeAfterTheSpans() {
    ByteString spans =
        ResourceSpans.newBuilder()
            .addScopeSpans(ScopeSpans.newBuilder().addSpans(span()))
            .build()
            .toByteString();
    ByteString resource =
        ResourceSpans.newBuilder()
            .setResource(Resource.newBuilder().addAttributes(attribute("service.name", "late")))
            .build()
            .toByteString();
    byte[] both = spans.concat(resource).toByteArray();
    var request = new ForwardWriter();
    request.bytesField(OtlpFields.RESOURCE_SPANS, both);

    assertThat(reader.read(request.toArray()).toSpans())
        .extracting(Span::process)
        .containsExactly(new Process("late", List.of()));
  }

  @Test
  void leavesOutAndCountsSpansWithoutIds() {
    SpanBatch batch =
        reader.read(request(io.opentelemetry.proto.trace.v1.Span.getDefaultInstance(), span()));
    assertThat(batch.size()).isEqualTo(1);
    assertThat(batch.leftOut()).isEqualTo(1);
  }

  @Test
  void aTraceIdOfAnotherLengthIsRefused() {
    for (int length : new int[] {8, 15, 17}) {
      var bad = span().toBuilder().setTraceId(ByteString.copyFrom(new byte[length])).build();
      assertThatThrownBy(() -> reader.read(request(bad)))
          .isInstanceOf(WireFormatException.class)
          .hasMessageContaining("trace id has " + length + " bytes, expected 16 or 0 at byte");
    }
  }

  @Test
  void arraysNestedTooDeepAreRefused() {
    assertThat(reader.read(request(nested(AnyValueJson.MAX_DEPTH))).size()).isEqualTo(1);
    for (int depth : new int[] {AnyValueJson.MAX_DEPTH + 1, 10_000}) {
      assertThatThrownBy(() -> reader.read(rawNested(depth)))
          .isInstanceOf(WireFormatException.class)
          .hasMessageContaining("nested deeper than 64");
    }
    assertThat(reader.read(request(nested(2))).toSpans().getFirst().tags())
        .containsExactly(Tag.of("deep", "[[]]"));
  }

  private static io.opentelemetry.proto.trace.v1.Span nested(int depth) {
    AnyValue value = AnyValue.newBuilder().setArrayValue(ArrayValue.getDefaultInstance()).build();
    for (int i = 1; i < depth; i++) {
      value = AnyValue.newBuilder().setArrayValue(ArrayValue.newBuilder().addValues(value)).build();
    }
    return span().toBuilder()
        .addAttributes(KeyValue.newBuilder().setKey("deep").setValue(value))
        .build();
  }

  /// Protobuf-java itself cannot write nesting this deep.
  private static byte[] rawNested(int depth) {
    var out = new ReverseWriter(16);
    out.bytesField(OtlpFields.ARRAY_VALUE, new byte[0], 0, 0);
    for (int i = 1; i < depth; i++) {
      out.messageHeader(OtlpFields.VALUES, 0);
      out.messageHeader(OtlpFields.ARRAY_VALUE, 0);
    }
    out.messageHeader(OtlpFields.VALUE, 0);
    out.messageHeader(OtlpFields.SPAN_ATTRIBUTES, 0);
    out.messageHeader(OtlpFields.SPANS, 0);
    out.messageHeader(OtlpFields.SCOPE_SPANS, 0);
    out.messageHeader(OtlpFields.RESOURCE_SPANS, 0);
    return out.toArray();
  }

  @Test
  void manyEmptyGroupsCostNextToNothing() {
    var request = ExportTraceServiceRequest.newBuilder();
    for (int i = 0; i < 100_000; i++) {
      request.addResourceSpans(ResourceSpans.getDefaultInstance());
    }
    assertThat(reader.read(request.build().toByteArray()).isEmpty()).isTrue();
  }

  @Test
  void aSpanThatEndsBeforeItStartsKeepsItsNegativeDuration() {
    var backwards = span().toBuilder().setStartTimeUnixNano(1_000).setEndTimeUnixNano(400).build();
    assertThat(reader.read(request(backwards)).span(0).durationNanos).isEqualTo(-600);
    var huge =
        span().toBuilder().setStartTimeUnixNano(Long.MIN_VALUE).setEndTimeUnixNano(5).build();
    assertThat(reader.read(request(huge)).span(0).durationNanos).isEqualTo(Long.MAX_VALUE);
  }

  static io.opentelemetry.proto.trace.v1.Span span() {
    return io.opentelemetry.proto.trace.v1.Span.newBuilder()
        .setTraceId(ApiV2Oracle.id(1, 2))
        .setSpanId(ApiV2Oracle.id(3))
        .build();
  }

  static KeyValue attribute(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  static byte[] request(io.opentelemetry.proto.trace.v1.Span... spans) {
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .addScopeSpans(ScopeSpans.newBuilder().addAllSpans(List.of(spans))))
        .build()
        .toByteArray();
  }
}
