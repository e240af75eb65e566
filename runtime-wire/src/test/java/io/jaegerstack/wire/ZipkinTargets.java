package io.jaegerstack.wire;

import io.jaegerstack.fuzzing.Decoder;
import io.jaegerstack.fuzzing.FuzzTarget;
import io.jaegerstack.fuzzing.JsonGrammar;
import io.jaegerstack.fuzzing.ProtobufGrammar;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.wire.Reread.Content;
import io.jaegerstack.wire.tchannel.TChannelSamples;
import io.jaegerstack.wire.thrift.Submission;
import io.jaegerstack.wire.thrift.ThriftGrammar;
import io.jaegerstack.wire.thrift.ThriftGrammar.Form;
import io.jaegerstack.wire.thrift.ThriftProtocol;
import io.jaegerstack.wire.thrift.ThriftRewritten;
import io.jaegerstack.wire.thrift.ZipkinSpanReader;
import io.jaegerstack.wire.zipkin.ZipkinJsonV1Reader;
import io.jaegerstack.wire.zipkin.ZipkinJsonV2Reader;
import io.jaegerstack.wire.zipkin.ZipkinProtoReader;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Zipkin's formats.
final class ZipkinTargets {
  private static final List<String> WORDS =
      List.of(
          "traceId",
          "id",
          "parentId",
          "kind",
          "name",
          "timestamp",
          "duration",
          "localEndpoint",
          "remoteEndpoint",
          "serviceName",
          "ipv4",
          "ipv6",
          "port",
          "annotations",
          "value",
          "tags",
          "debug",
          "shared",
          "binaryAnnotations",
          "endpoint",
          "key",
          "type",
          "BOOL",
          "I16",
          "I32",
          "I64",
          "DOUBLE",
          "BYTES",
          "STRING",
          "CLIENT",
          "SERVER",
          "PRODUCER",
          "CONSUMER",
          "cs",
          "cr",
          "sr",
          "ss",
          "sa",
          "ca",
          "ma",
          "lc",
          "ms",
          "mr",
          "error",
          "peer.service",
          "127.0.0.1",
          "1.2.3",
          "::1",
          "::ffff:1.2.3.4",
          "fe80::1%eth0",
          "1::2::3",
          ":::",
          "0123456789abcdef",
          "0123456789abcdef0123456789abcdef",
          "00000000000000000");

  static List<FuzzTarget<?>> all() {
    return List.of(
        thrift(
            "Zipkin thrift list",
            Form.LIST,
            CapturedFrames.ofAll("-zipkin-thrift"),
            (reader, input) -> reader.readList(input),
            ThriftRewritten::zipkinList),
        thrift(
            "ZipkinCollector submitZipkinBatch",
            Form.STRUCT,
            List.of(TChannelSamples.zipkin()),
            (reader, input) -> reader.readSubmitZipkinBatch(input, 0),
            ThriftRewritten::submitZipkinBatch),
        json(
            "Zipkin JSON v1",
            CapturedFrames.ofAll("-zipkin-json-v1"),
            () -> new ZipkinJsonV1Reader(new InternTable())::read),
        json(
            "Zipkin JSON v2",
            CapturedFrames.ofAll("-zipkin-json-v2"),
            () -> new ZipkinJsonV2Reader(new InternTable())::read),
        FuzzTarget.<SpanBatch>of(
                "Zipkin protobuf",
                new ProtobufGrammar(),
                CapturedFrames.ofAll("-zipkin-proto"),
                () -> new ZipkinProtoReader(new InternTable())::read)
            .refusing(WireFormatException.class)
            .checking(Reread.sentOn()));
  }

  private interface Reading {
    Submission read(ZipkinSpanReader reader, byte[] input);
  }

  private static FuzzTarget<?> thrift(
      String name,
      Form form,
      List<byte[]> samples,
      Reading reading,
      Function<byte[], Optional<byte[]>> rewritten) {
    Supplier<Decoder<Submission>> decoders =
        () -> {
          var reader = new ZipkinSpanReader(new InternTable());
          return input -> reading.read(reader, input);
        };
    var grammar = new ThriftGrammar(ThriftProtocol.BINARY, form);
    return FuzzTarget.of(name, grammar, samples, decoders)
        .refusing(WireFormatException.class)
        .checking((input, read) -> Reread.sentOn().check(input, read.spans()))
        .checking(
            Reread.alike(
                rewritten,
                decoders.get(),
                read -> List.of(Content.of(read.spans()), read.parts())));
  }

  private static FuzzTarget<?> json(
      String name, List<byte[]> samples, Supplier<Decoder<SpanBatch>> decoders) {
    return FuzzTarget.of(name, new JsonGrammar(WORDS), samples, decoders)
        .refusing(WireFormatException.class)
        .checking(Reread.sentOn())
        .checking(Reread.alike(Reread::json, decoders.get(), Content::of));
  }

  private ZipkinTargets() {}
}
