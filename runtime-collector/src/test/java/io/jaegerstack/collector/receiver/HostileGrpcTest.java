package io.jaegerstack.collector.receiver;

import static io.jaegerstack.collector.receiver.ApiV2Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.jaegerstack.collector.Eventually;
import io.jaegerstack.collector.FaultyWriter;
import io.jaegerstack.collector.RunningCollector;
import io.jaegertracing.api_v2.CollectorServiceGrpc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What strangers may send to port 14250. Each case is answered or cut off, leaves the process
/// healthy, and costs no good span on another connection.
class HostileGrpcTest {
  private static final String POST_SPANS = "jaeger.api_v2.CollectorService/PostSpans";

  private final FaultyWriter writer = FaultyWriter.healthy();
  private RunningCollector collector;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException {
    collector = RunningCollector.start(RunningCollector.settings(), writer);
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", collector.receivers().grpcPort())
            .usePlaintext()
            .build();
  }

  @AfterEach
  void goodSpansAreStillStored() {
    CollectorServiceGrpc.newBlockingStub(channel).postSpans(request("shop", 77));
    Eventually.await(
        "the good span",
        () -> writer.stored().stream().anyMatch(span -> span.spanId().value() == 77));
    channel.shutdownNow();
    collector.close();
    assertThat(collector.hop().snapshot().balance()).isZero();
  }

  static Stream<Arguments> messages() throws IOException {
    var bomb = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bomb)) {
      gzip.write(new byte[16 << 20]);
    }
    return Stream.of(
        message("length 2^32-1", hex("00ffffffff"), ""),
        message("length 2^31", hex("0080000000"), ""),
        message("one byte over the size", hex("0000400001"), ""),
        message("longer than what comes", hex("0000000064aabb"), ""),
        message("head cut off", hex("0000"), ""),
        message("nothing at all", new byte[0], ""),
        message("two messages in a unary call", hex("00000000000000000000"), ""),
        message("packed without an encoding", hex("0100000003aabbcc"), ""),
        message("packed with an unknown encoding", hex("0100000003aabbcc"), "zstd"),
        message("not gzip though it says so", hex("0100000003aabbcc"), "gzip"),
        message("gzip cut off", hex("01000000041f8b0800"), "gzip"),
        message("reserved flag bits", hex("fe00000000"), ""),
        message("a gzip bomb, 16 MiB of zeroes", framed(bomb.toByteArray()), "gzip"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("messages")
  void messageIsAnsweredOrCutOff(String name, byte[] data, String encoding) throws IOException {
    try (var connection = Http2Connection.open(collector.receivers().grpcPort())) {
      if (encoding.isEmpty()) {
        connection.call(1, POST_SPANS, data);
      } else {
        connection.call(1, POST_SPANS, data, "grpc-encoding", encoding);
      }
      assertThat(connection.awaitEnd(1)).as("stream ended").isTrue();
    }
  }

  static Stream<Arguments> methods() {
    return Stream.of(
            "",
            "/",
            "PostSpans",
            "jaeger.api_v2.CollectorService/",
            "jaeger.api_v2.CollectorService/PostSpans/",
            "jaeger.api_v2.CollectorService/postspans",
            "x/".repeat(2_000) + "y")
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void unknownMethodIsRefusedAndCountedAsOne(String method) throws IOException {
    try (var connection = Http2Connection.open(collector.receivers().grpcPort())) {
      connection.call(1, method, hex("0000000000"));
      assertThat(connection.awaitEnd(1)).isTrue();
    }
    assertThat(collector.scrape()).doesNotContain("postspans\"", "x/x/x/");
  }

  static Stream<Arguments> frames() {
    return Stream.of(
        Arguments.of("DATA on a stream that was never opened", 0, 0, 5, hex("0000000000")),
        Arguments.of("HEADERS that are no HPACK", 1, 5, 1, hex("ffffffffff")),
        Arguments.of("HEADERS on stream 0", 1, 5, 0, hex("00")),
        Arguments.of("HEADERS on an even stream", 1, 5, 2, hex("00")),
        Arguments.of("SETTINGS of odd length", 4, 0, 0, hex("0001")),
        Arguments.of("SETTINGS with a window of 2^31", 4, 0, 0, hex("000480000000")),
        Arguments.of("PING of wrong length", 6, 0, 0, hex("00")),
        Arguments.of("WINDOW_UPDATE of 0", 8, 0, 0, hex("00000000")),
        Arguments.of("CONTINUATION without HEADERS", 9, 4, 1, hex("00")),
        Arguments.of("PUSH_PROMISE from a client", 5, 4, 1, hex("0000000200")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("frames")
  void brokenFrameEndsItsConnection(String name, int type, int flags, int stream, byte[] payload)
      throws IOException {
    try (var connection = Http2Connection.open(collector.receivers().grpcPort())) {
      connection.frame(type, flags, stream, payload);
      assertThat(connection.awaitEnd(stream)).as("connection or stream ended").isTrue();
    }
  }

  @Test
  void aStreamOfResetsIsCutOff() throws IOException {
    try (var connection = Http2Connection.open(collector.receivers().grpcPort())) {
      boolean cut = false;
      for (int stream = 1; stream < 20_000 && !cut; stream += 2) {
        try {
          connection.headers(stream, POST_SPANS);
          connection.frame(3, 0, stream, hex("00000008"));
        } catch (IOException closed) {
          cut = true;
        }
      }
      assertThat(cut || connection.awaitEnd(0)).isTrue();
    }
  }

  @Test
  void callsThatNeverEndHoldNobodyUp() throws IOException {
    try (var connection = Http2Connection.open(collector.receivers().grpcPort())) {
      for (int stream = 1; stream < 400; stream += 2) {
        connection.headers(stream, POST_SPANS);
        connection.frame(0, 0, stream, hex("0000000010"));
      }
      goodSpanPasses();
    }
  }

  @Test
  void somethingElseThanHttp2IsCutOff() throws IOException {
    try (var connection = Http2Connection.open(collector.receivers().grpcPort())) {
      connection.raw("GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(50).getBytes());
      assertThat(connection.awaitEnd(0)).isTrue();
    }
  }

  private void goodSpanPasses() {
    CollectorServiceGrpc.newBlockingStub(channel).postSpans(request("shop", 55));
  }

  private static Arguments message(String name, byte[] data, String encoding) {
    return Arguments.of(name, data, encoding);
  }

  private static byte[] framed(byte[] packed) {
    return java.nio.ByteBuffer.allocate(5 + packed.length)
        .put((byte) 1)
        .putInt(packed.length)
        .put(packed)
        .array();
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
