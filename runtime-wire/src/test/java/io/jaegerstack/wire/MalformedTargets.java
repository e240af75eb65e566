package io.jaegerstack.wire;

import io.jaegerstack.model.InternTable;
import io.jaegerstack.wire.MalformedInputTest.Target;
import io.jaegerstack.wire.proto.ApiV2Reader;
import io.jaegerstack.wire.proto.OtlpJsonReader;
import io.jaegerstack.wire.proto.OtlpReader;
import io.jaegerstack.wire.proto.ProtoSamples;
import io.jaegerstack.wire.tchannel.TChannelSamples;
import io.jaegerstack.wire.thrift.ThriftBatchReader;
import io.jaegerstack.wire.thrift.ThriftProtocol;
import io.jaegerstack.wire.thrift.ThriftSamples;
import io.jaegerstack.wire.thrift.ZipkinSpanReader;
import io.jaegerstack.wire.zipkin.ZipkinJsonV1Reader;
import io.jaegerstack.wire.zipkin.ZipkinJsonV2Reader;
import io.jaegerstack.wire.zipkin.ZipkinProtoReader;
import java.util.List;

/// All readers, each with inputs from which the malformed ones are made.
final class MalformedTargets {
  private MalformedTargets() {}

  static List<Target> all(InternTable keys) {
    var thrift = new ThriftBatchReader(keys);
    var zipkin = new ZipkinSpanReader(keys);
    var apiV2 = new ApiV2Reader(keys);
    var otlp = new OtlpReader(keys);
    var otlpJson = new OtlpJsonReader(keys);
    var zipkinV1 = new ZipkinJsonV1Reader(keys);
    var zipkinV2 = new ZipkinJsonV2Reader(keys);
    var zipkinProto = new ZipkinProtoReader(keys);
    return List.of(
        new Target(
            "compact emitBatch",
            ThriftSamples.messages(ThriftProtocol.COMPACT),
            input -> thrift.readEmitBatch(input, ThriftProtocol.COMPACT).spans()),
        new Target(
            "binary emitBatch",
            ThriftSamples.messages(ThriftProtocol.BINARY),
            input -> thrift.readEmitBatch(input, ThriftProtocol.BINARY).spans()),
        new Target(
            "binary Batch",
            ThriftSamples.structs(ThriftProtocol.BINARY),
            input -> thrift.readBatch(input, ThriftProtocol.BINARY).spans()),
        new Target(
            "TChannel frame",
            TChannelSamples.frames(),
            input -> TChannelSamples.read(input, thrift, zipkin)),
        new Target(
            "Zipkin thrift",
            List.of(TChannelSamples.zipkin()),
            input -> zipkin.readSubmitZipkinBatch(input, 0).spans()),
        new Target(
            "compact emitZipkinBatch",
            zipkin("python-jaeger-3.7-udp-zipkin-compact"),
            input -> thrift.readEmitBatch(input, ThriftProtocol.COMPACT).spans()),
        new Target(
            "Zipkin thrift list",
            zipkin("java-zipkin-zipkin-thrift"),
            input -> zipkin.readList(input).spans()),
        new Target("Zipkin JSON v1", zipkin("java-zipkin-zipkin-json-v1"), zipkinV1::read),
        new Target("Zipkin JSON v2", zipkin("java-zipkin-zipkin-json-v2"), zipkinV2::read),
        new Target("Zipkin protobuf", zipkin("java-zipkin-zipkin-proto"), zipkinProto::read),
        new Target("api_v2", ProtoSamples.apiV2(), apiV2::read),
        new Target("OTLP", ProtoSamples.otlp(), otlp::read),
        new Target("OTLP JSON", ProtoSamples.otlpJson(), otlpJson::read));
  }

  private static List<byte[]> zipkin(String name) {
    return CapturedFrames.of(name).stream().filter(frame -> frame.length > 0).toList();
  }
}
