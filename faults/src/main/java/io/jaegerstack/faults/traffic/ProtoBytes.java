package io.jaegerstack.faults.traffic;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.jaegertracing.api_v2.Collector.PostSpansRequest;
import io.jaegertracing.api_v2.Model;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.util.List;

/// Batches in protobuf, by generated classes.
final class ProtoBytes {
  private static final long NANOS = 1_000;
  private static final long MICROS_PER_SECOND = 1_000_000;

  /// `jaeger.api_v2.CollectorService/PostSpans`.
  static byte[] apiV2(List<TestSpan> batch) {
    var process = Model.Process.newBuilder().setServiceName(batch.getFirst().service());
    var spans = Model.Batch.newBuilder().setProcess(process);
    batch.forEach(span -> spans.addSpans(apiV2(span)));
    return PostSpansRequest.newBuilder().setBatch(spans).build().toByteArray();
  }

  private static Model.Span apiV2(TestSpan span) {
    var proto =
        Model.Span.newBuilder()
            .setTraceId(traceId(span))
            .setSpanId(id(span.key().spanId()))
            .setOperationName(span.operation())
            .setFlags(1)
            .setStartTime(instant(span.startMicros()))
            .setDuration(duration(span.durationMicros()))
            .addTags(
                Model.KeyValue.newBuilder()
                    .setKey(TestSpan.NUMBER)
                    .setVType(Model.ValueType.INT64)
                    .setVInt64(span.number()))
            .addTags(Model.KeyValue.newBuilder().setKey(TestSpan.TEXT).setVStr(span.text()));
    if (span.parentId() != 0) {
      proto.addReferences(
          Model.SpanRef.newBuilder().setTraceId(traceId(span)).setSpanId(id(span.parentId())));
    }
    return proto.build();
  }

  /// `ExportTraceServiceRequest`.
  static byte[] otlp(List<TestSpan> batch) {
    var resource =
        Resource.newBuilder().addAttributes(text("service.name", batch.getFirst().service()));
    var scope = ScopeSpans.newBuilder();
    batch.forEach(span -> scope.addSpans(otlp(span)));
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(ResourceSpans.newBuilder().setResource(resource).addScopeSpans(scope))
        .build()
        .toByteArray();
  }

  private static Span otlp(TestSpan span) {
    var proto =
        Span.newBuilder()
            .setTraceId(traceId(span))
            .setSpanId(id(span.key().spanId()))
            .setName(span.operation())
            .setStartTimeUnixNano(span.startMicros() * NANOS)
            .setEndTimeUnixNano((span.startMicros() + span.durationMicros()) * NANOS)
            .addAttributes(
                KeyValue.newBuilder()
                    .setKey(TestSpan.NUMBER)
                    .setValue(AnyValue.newBuilder().setIntValue(span.number())))
            .addAttributes(text(TestSpan.TEXT, span.text()));
    if (span.parentId() != 0) {
      proto.setParentSpanId(id(span.parentId()));
    }
    return proto.build();
  }

  private static Timestamp instant(long micros) {
    return Timestamp.newBuilder()
        .setSeconds(micros / MICROS_PER_SECOND)
        .setNanos((int) (micros % MICROS_PER_SECOND * NANOS))
        .build();
  }

  private static Duration duration(long micros) {
    return Duration.newBuilder()
        .setSeconds(micros / MICROS_PER_SECOND)
        .setNanos((int) (micros % MICROS_PER_SECOND * NANOS))
        .build();
  }

  private static KeyValue text(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private static ByteString traceId(TestSpan span) {
    var bytes = ByteBuffer.allocate(2 * Long.BYTES);
    bytes.putLong(span.key().traceHigh()).putLong(span.key().traceLow()).flip();
    return ByteString.copyFrom(bytes);
  }

  private static ByteString id(long id) {
    return ByteString.copyFrom(ByteBuffer.allocate(Long.BYTES).putLong(id).flip());
  }

  private ProtoBytes() {}
}
