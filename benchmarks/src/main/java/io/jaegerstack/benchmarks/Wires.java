package io.jaegerstack.benchmarks;

import com.google.protobuf.ByteString;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.Tag;
import io.jaegerstack.wire.proto.ApiV2Writer;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.SpanRef;
import io.jaegertracing.thriftjava.SpanRefType;
import io.jaegertracing.thriftjava.TagType;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TCompactProtocol;

/// A request as the bytes of each protocol.
final class Wires {
  private static final long NANOS_PER_MICRO = 1000;

  private Wires() {}

  static byte[] apiV2(List<Span> spans) {
    return new ApiV2Writer().write(SpanBatch.of(spans));
  }

  static byte[] thrift(List<Span> spans) {
    var process = spans.getFirst().process();
    var batch =
        new Batch(
            new io.jaegertracing.thriftjava.Process(process.serviceName())
                .setTags(thriftTags(process.tags())),
            spans.stream().map(Wires::thriftSpan).toList());
    try {
      return new TSerializer(new TCompactProtocol.Factory()).serialize(batch);
    } catch (TException e) {
      throw new IllegalStateException(e);
    }
  }

  private static io.jaegertracing.thriftjava.Span thriftSpan(Span span) {
    return new io.jaegertracing.thriftjava.Span(
            span.traceId().low(),
            span.traceId().high(),
            span.spanId().value(),
            0,
            span.operationName(),
            span.flags(),
            span.startNanos() / NANOS_PER_MICRO,
            span.durationNanos() / NANOS_PER_MICRO)
        .setReferences(span.references().stream().map(Wires::thriftReference).toList())
        .setTags(thriftTags(span.tags()));
  }

  private static SpanRef thriftReference(Reference reference) {
    return new SpanRef(
        SpanRefType.CHILD_OF,
        reference.traceId().low(),
        reference.traceId().high(),
        reference.spanId().value());
  }

  private static List<io.jaegertracing.thriftjava.Tag> thriftTags(List<Tag> tags) {
    return tags.stream().map(Wires::thriftTag).toList();
  }

  private static io.jaegertracing.thriftjava.Tag thriftTag(Tag tag) {
    var thrift = new io.jaegertracing.thriftjava.Tag(tag.key(), TagType.STRING);
    return switch (tag.value()) {
      case Tag.Text(var text) -> thrift.setVStr(text);
      case Tag.Bool(var flag) -> thrift.setVType(TagType.BOOL).setVBool(flag);
      case Tag.Int64(var number) -> thrift.setVType(TagType.LONG).setVLong(number);
      case Tag.Float64(var number) -> thrift.setVType(TagType.DOUBLE).setVDouble(number);
      case Tag.Binary(var bytes) -> thrift.setVType(TagType.BINARY).setVBinary(bytes);
    };
  }

  static byte[] otlp(List<Span> spans) {
    var process = spans.getFirst().process();
    var resource =
        Resource.newBuilder()
            .addAttributes(attribute(Tag.of("service.name", process.serviceName())));
    process.tags().forEach(tag -> resource.addAttributes(attribute(tag)));
    var scope = ScopeSpans.newBuilder();
    spans.forEach(span -> scope.addSpans(otlpSpan(span)));
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(ResourceSpans.newBuilder().setResource(resource).addScopeSpans(scope))
        .build()
        .toByteArray();
  }

  private static io.opentelemetry.proto.trace.v1.Span otlpSpan(Span span) {
    var otlp =
        io.opentelemetry.proto.trace.v1.Span.newBuilder()
            .setTraceId(id(span.traceId().high(), span.traceId().low()))
            .setSpanId(id(span.spanId().value()))
            .setParentSpanId(id(span.references().getFirst().spanId().value()))
            .setName(span.operationName())
            .setStartTimeUnixNano(span.startNanos())
            .setEndTimeUnixNano(span.startNanos() + span.durationNanos());
    span.tags().forEach(tag -> otlp.addAttributes(attribute(tag)));
    return otlp.build();
  }

  private static ByteString id(long... parts) {
    var buffer = ByteBuffer.allocate(parts.length * Long.BYTES);
    for (long part : parts) {
      buffer.putLong(part);
    }
    return ByteString.copyFrom(buffer.flip());
  }

  private static KeyValue attribute(Tag tag) {
    var value = AnyValue.newBuilder();
    switch (tag.value()) {
      case Tag.Text(var text) -> value.setStringValue(text);
      case Tag.Bool(var flag) -> value.setBoolValue(flag);
      case Tag.Int64(var number) -> value.setIntValue(number);
      case Tag.Float64(var number) -> value.setDoubleValue(number);
      case Tag.Binary(var bytes) -> value.setBytesValue(ByteString.copyFrom(bytes));
    }
    return KeyValue.newBuilder().setKey(tag.key()).setValue(value).build();
  }
}
