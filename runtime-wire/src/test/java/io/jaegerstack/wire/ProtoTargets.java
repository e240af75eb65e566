package io.jaegerstack.wire;

import io.jaegerstack.fuzzing.Decoder;
import io.jaegerstack.fuzzing.FuzzTarget;
import io.jaegerstack.fuzzing.JsonGrammar;
import io.jaegerstack.fuzzing.ProtobufGrammar;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.wire.Reread.Content;
import io.jaegerstack.wire.proto.ApiV2Reader;
import io.jaegerstack.wire.proto.OtlpJsonReader;
import io.jaegerstack.wire.proto.OtlpReader;
import io.jaegerstack.wire.proto.ProtoRewritten;
import io.jaegerstack.wire.proto.ProtoSamples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Jaeger's protobuf, OpenTelemetry's, and its JSON.
final class ProtoTargets {
  private static final List<String> WORDS =
      List.of(
          "resourceSpans",
          "resource",
          "attributes",
          "key",
          "value",
          "stringValue",
          "boolValue",
          "intValue",
          "doubleValue",
          "arrayValue",
          "kvlistValue",
          "bytesValue",
          "values",
          "scopeSpans",
          "scope",
          "name",
          "version",
          "spans",
          "traceId",
          "spanId",
          "parentSpanId",
          "traceState",
          "flags",
          "kind",
          "startTimeUnixNano",
          "endTimeUnixNano",
          "events",
          "timeUnixNano",
          "links",
          "status",
          "code",
          "message",
          "service.name",
          "SPAN_KIND_SERVER",
          "STATUS_CODE_ERROR",
          "error",
          "otel.library.name",
          "droppedAttributesCount");

  static List<FuzzTarget<?>> all() {
    return List.of(apiV2(), otlp(), otlpJson());
  }

  private static FuzzTarget<?> apiV2() {
    return protobuf(
        "PostSpans",
        ProtoSamples.apiV2(),
        () -> new ApiV2Reader(new InternTable())::read,
        ProtoRewritten::apiV2);
  }

  private static FuzzTarget<?> otlp() {
    List<byte[]> samples = new ArrayList<>(ProtoSamples.otlp());
    samples.addAll(CapturedFrames.ofAll("-otlp-grpc"));
    samples.addAll(CapturedFrames.ofAll("-otlp-http-protobuf"));
    return protobuf(
        "OTLP protobuf",
        samples,
        () -> new OtlpReader(new InternTable())::read,
        ProtoRewritten::otlp);
  }

  private static FuzzTarget<?> protobuf(
      String name,
      List<byte[]> samples,
      Supplier<Decoder<SpanBatch>> decoders,
      Function<byte[], Optional<byte[]>> rewritten) {
    return FuzzTarget.of(name, new ProtobufGrammar(), samples, decoders)
        .refusing(WireFormatException.class)
        .checking(Reread.sentOn())
        .checking(Reread.alike(rewritten, decoders.get(), Content::of));
  }

  private static FuzzTarget<?> otlpJson() {
    Supplier<Decoder<SpanBatch>> decoders = () -> new OtlpJsonReader(new InternTable())::read;
    List<byte[]> samples = new ArrayList<>(ProtoSamples.otlpJson());
    samples.addAll(CapturedFrames.ofAll("-otlp-http-json"));
    return FuzzTarget.of("OTLP JSON", new JsonGrammar(WORDS), samples, decoders)
        .refusing(WireFormatException.class)
        .checking(Reread.sentOn())
        .checking(Reread.alike(Reread::json, decoders.get(), Content::of))
        .checking(
            Reread.alike(
                input -> ProtoRewritten.otlp(ProtoRewritten.protobuf(input)),
                new OtlpReader(new InternTable())::read,
                Content::of));
  }

  private ProtoTargets() {}
}
