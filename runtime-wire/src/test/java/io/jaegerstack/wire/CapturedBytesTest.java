package io.jaegerstack.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.Span;
import io.jaegerstack.wire.proto.OtlpJsonReader;
import io.jaegerstack.wire.proto.OtlpReader;
import io.jaegerstack.wire.thrift.ThriftBatchReader;
import io.jaegerstack.wire.thrift.ThriftProtocol;
import io.jaegerstack.wire.thrift.ZipkinSpanReader;
import io.jaegerstack.wire.zipkin.ZipkinJsonV1Reader;
import io.jaegerstack.wire.zipkin.ZipkinJsonV2Reader;
import io.jaegerstack.wire.zipkin.ZipkinProtoReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The bytes of the field's client libraries decode to what these have been told to send, to the
/// last tag. Where both come from: `testdata/clients/README.md`.
class CapturedBytesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ThriftBatchReader thrift = new ThriftBatchReader(new InternTable());
  private final OtlpReader otlp = new OtlpReader(new InternTable());
  private final OtlpJsonReader otlpJson = new OtlpJsonReader(new InternTable());
  private final ZipkinSpanReader zipkinThrift = new ZipkinSpanReader(new InternTable());
  private final ZipkinJsonV1Reader zipkinV1 = new ZipkinJsonV1Reader(new InternTable());
  private final ZipkinJsonV2Reader zipkinV2 = new ZipkinJsonV2Reader(new InternTable());
  private final ZipkinProtoReader zipkinProto = new ZipkinProtoReader(new InternTable());

  static Stream<String> captured() throws IOException {
    try (var files = Files.list(CapturedFrames.DIRECTORY)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .map(name -> name.substring(0, name.length() - ".json".length()))
          .sorted()
          .toList()
          .stream();
    }
  }

  @Test
  void everyProtocolOfAClientIsThere() throws IOException {
    assertThat(captured().map(CapturedBytesTest::protocol))
        .contains("udp-compact", "udp-binary", "http-thrift")
        .contains("otlp-grpc", "otlp-http-protobuf", "otlp-http-json")
        .contains("zipkin-json-v1", "zipkin-json-v2", "zipkin-proto", "zipkin-thrift")
        .contains("udp-zipkin-compact");
  }

  @ParameterizedTest
  @MethodSource("captured")
  void decodeToWhatTheClientWasToldToSend(String name) throws IOException {
    JsonNode golden = golden(name);
    Set<String> any = new HashSet<>();
    golden.required("any").forEach(key -> any.add(key.asText()));
    List<String> decoded = new ArrayList<>();
    for (byte[] frame : CapturedFrames.of(name)) {
      for (Span span : decode(frame, golden.required("protocol").asText())) {
        decoded.add(CapturedSpan.json(span, any));
      }
    }
    List<String> expected = new ArrayList<>();
    golden.required("spans").forEach(span -> expected.add(span.toString()));
    assertThat(expected).hasSize(6);
    assertThat(decoded).containsExactlyInAnyOrderElementsOf(expected);
  }

  private List<Span> decode(byte[] frame, String protocol) {
    return switch (protocol) {
      case "udp-compact", "udp-zipkin-compact" ->
          thrift.readEmitBatch(frame, ThriftProtocol.COMPACT).spans().toSpans();
      case "udp-binary" -> thrift.readEmitBatch(frame, ThriftProtocol.BINARY).spans().toSpans();
      case "http-thrift" -> thrift.readBatch(frame, ThriftProtocol.BINARY).spans().toSpans();
      case "otlp-grpc", "otlp-http-protobuf" -> otlp.read(frame).toSpans();
      case "otlp-http-json" -> otlpJson.read(frame).toSpans();
      case "zipkin-thrift" -> zipkinThrift.readList(frame).spans().toSpans();
      case "zipkin-json-v1" -> zipkinV1.read(frame).toSpans();
      case "zipkin-json-v2" -> zipkinV2.read(frame).toSpans();
      case "zipkin-proto" -> zipkinProto.read(frame).toSpans();
      default -> throw new AssertionError("no reader for " + protocol);
    };
  }

  private static String protocol(String name) {
    try {
      return golden(name).required("protocol").asText();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode golden(String name) throws IOException {
    return JSON.readTree(CapturedFrames.DIRECTORY.resolve(name + ".json").toFile());
  }
}
