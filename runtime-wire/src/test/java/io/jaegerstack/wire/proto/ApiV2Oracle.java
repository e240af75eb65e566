package io.jaegerstack.wire.proto;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.jaegerstack.model.Log;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.Tag;
import io.jaegertracing.api_v2.Collector.PostSpansRequest;
import io.jaegertracing.api_v2.Model;
import java.nio.ByteBuffer;
import java.util.List;

/// What the classes generated from Jaeger's model.proto make of spans.
final class ApiV2Oracle {
  private static final long BILLION = 1_000_000_000;

  private ApiV2Oracle() {}

  static PostSpansRequest request(Process process, List<Span> spans) {
    var batch = Model.Batch.newBuilder().setProcess(process(process));
    for (Span span : spans) {
      var message = span(span).toBuilder();
      if (!span.process().equals(process)) {
        message.setProcess(process(span.process()));
      }
      batch.addSpans(message);
    }
    return PostSpansRequest.newBuilder().setBatch(batch).build();
  }

  static Model.Process process(Process process) {
    return Model.Process.newBuilder()
        .setServiceName(process.serviceName())
        .addAllTags(process.tags().stream().map(ApiV2Oracle::tag).toList())
        .build();
  }

  static Model.Span span(Span span) {
    return Model.Span.newBuilder()
        .setTraceId(id(span.traceId().high(), span.traceId().low()))
        .setSpanId(id(span.spanId().value()))
        .setOperationName(span.operationName())
        .addAllReferences(span.references().stream().map(ApiV2Oracle::reference).toList())
        .setFlags(span.flags())
        .setStartTime(time(span.startNanos()))
        .setDuration(
            Duration.newBuilder()
                .setSeconds(Math.floorDiv(span.durationNanos(), BILLION))
                .setNanos(Math.floorMod(span.durationNanos(), 1_000_000_000)))
        .addAllTags(span.tags().stream().map(ApiV2Oracle::tag).toList())
        .addAllLogs(span.logs().stream().map(ApiV2Oracle::log).toList())
        .build();
  }

  private static Timestamp time(long nanos) {
    return Timestamp.newBuilder()
        .setSeconds(Math.floorDiv(nanos, BILLION))
        .setNanos((int) Math.floorMod(nanos, BILLION))
        .build();
  }

  private static Model.Log log(Log log) {
    return Model.Log.newBuilder()
        .setTimestamp(time(log.timeNanos()))
        .addAllFields(log.fields().stream().map(ApiV2Oracle::tag).toList())
        .build();
  }

  private static Model.SpanRef reference(Reference reference) {
    return Model.SpanRef.newBuilder()
        .setRefType(Model.SpanRefType.forNumber(reference.type().ordinal()))
        .setTraceId(id(reference.traceId().high(), reference.traceId().low()))
        .setSpanId(id(reference.spanId().value()))
        .build();
  }

  static Model.KeyValue tag(Tag tag) {
    var message =
        Model.KeyValue.newBuilder().setKey(tag.key()).setVTypeValue(tag.value().type().code());
    switch (tag.value()) {
      case Tag.Text(var text) -> message.setVStr(text);
      case Tag.Bool(var flag) -> message.setVBool(flag);
      case Tag.Int64(var number) -> message.setVInt64(number);
      case Tag.Float64(var number) -> message.setVFloat64(number);
      case Tag.Binary(var bytes) -> message.setVBinary(ByteString.copyFrom(bytes));
    }
    return message.build();
  }

  static ByteString id(long... parts) {
    var buffer = ByteBuffer.allocate(parts.length * Long.BYTES);
    for (long part : parts) {
      buffer.putLong(part);
    }
    return ByteString.copyFrom(buffer.flip());
  }
}
