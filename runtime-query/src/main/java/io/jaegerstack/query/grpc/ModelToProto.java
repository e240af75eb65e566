package io.jaegerstack.query.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnsafeByteOperations;
import io.jaegerstack.model.Log;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.TraceId;
import io.jaegertracing.api_v2.Model;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Spans as api_v2 has them.
final class ModelToProto {
  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  static Model.Span span(Span span) {
    var proto =
        Model.Span.newBuilder()
            .setTraceId(bytes(span.traceId()))
            .setSpanId(bytes(span.spanId()))
            .setOperationName(span.operationName())
            .setFlags(span.flags())
            .setStartTime(time(span.startNanos()))
            .setDuration(duration(span.durationNanos()))
            .addAllTags(tags(span.tags()))
            .setProcess(process(span.process()))
            .addAllWarnings(span.warnings());
    span.references().forEach(reference -> proto.addReferences(reference(reference)));
    span.logs().forEach(log -> proto.addLogs(log(log)));
    return proto.build();
  }

  private static Model.SpanRef reference(Reference reference) {
    return Model.SpanRef.newBuilder()
        .setTraceId(bytes(reference.traceId()))
        .setSpanId(bytes(reference.spanId()))
        .setRefTypeValue(reference.type().ordinal())
        .build();
  }

  private static Model.Log log(Log log) {
    return Model.Log.newBuilder()
        .setTimestamp(time(log.timeNanos()))
        .addAllFields(tags(log.fields()))
        .build();
  }

  private static Model.Process process(Process process) {
    return Model.Process.newBuilder()
        .setServiceName(process.serviceName())
        .addAllTags(tags(process.tags()))
        .build();
  }

  private static List<Model.KeyValue> tags(List<Tag> tags) {
    return tags.stream().map(ModelToProto::tag).toList();
  }

  private static Model.KeyValue tag(Tag tag) {
    var proto =
        Model.KeyValue.newBuilder().setKey(tag.key()).setVTypeValue(tag.value().type().code());
    return switch (tag.value()) {
      case Tag.Text(var text) -> proto.setVStr(text).build();
      case Tag.Bool(var flag) -> proto.setVBool(flag).build();
      case Tag.Int64(var number) -> proto.setVInt64(number).build();
      case Tag.Float64(var number) -> proto.setVFloat64(number).build();
      case Tag.Binary(var bytes) ->
          proto.setVBinary(UnsafeByteOperations.unsafeWrap(bytes)).build();
    };
  }

  /// 16 bytes, highest first.
  static ByteString bytes(TraceId id) {
    return ByteString.copyFrom(
        ByteBuffer.allocate(2 * Long.BYTES).putLong(id.high()).putLong(id.low()).flip());
  }

  /// 8 bytes, highest first.
  static ByteString bytes(SpanId id) {
    return ByteString.copyFrom(ByteBuffer.allocate(Long.BYTES).putLong(id.value()).flip());
  }

  private static Timestamp time(long nanos) {
    return Timestamp.newBuilder()
        .setSeconds(Math.floorDiv(nanos, NANOS_PER_SECOND))
        .setNanos((int) Math.floorMod(nanos, NANOS_PER_SECOND))
        .build();
  }

  /// Both parts have the same sign, as protobuf demands.
  private static Duration duration(long nanos) {
    return Duration.newBuilder()
        .setSeconds(nanos / NANOS_PER_SECOND)
        .setNanos((int) (nanos % NANOS_PER_SECOND))
        .build();
  }

  private ModelToProto() {}
}
