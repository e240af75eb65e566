package io.jaegerstack.collector.receiver;

import static io.jaegerstack.collector.receiver.GrpcStranger.framed;
import static io.jaegerstack.collector.receiver.GrpcStranger.hex;
import static io.jaegerstack.collector.receiver.HttpStranger.gzip;
import static io.netty.handler.codec.http2.Http2FrameTypes.CONTINUATION;
import static io.netty.handler.codec.http2.Http2FrameTypes.DATA;
import static io.netty.handler.codec.http2.Http2FrameTypes.HEADERS;
import static io.netty.handler.codec.http2.Http2FrameTypes.PING;
import static io.netty.handler.codec.http2.Http2FrameTypes.PUSH_PROMISE;
import static io.netty.handler.codec.http2.Http2FrameTypes.RST_STREAM;
import static io.netty.handler.codec.http2.Http2FrameTypes.SETTINGS;
import static io.netty.handler.codec.http2.Http2FrameTypes.WINDOW_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.collector.RunningCollector;
import io.jaegerstack.collector.SeenSpans;
import io.jaegerstack.server.hostile.HostileCase;
import io.jaegerstack.server.hostile.Oracle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The list of bad gRPC, on the port of agents and on OTLP's.
@Timeout(90)
class HostileGrpcTest {
  /// Short, so that the test is.
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /// Flags of HEADERS.
  private static final int END_STREAM = 1;

  private static final int END_HEADERS = 4;
  private static final String CALM = "goaway ENHANCE_YOUR_CALM|closed";
  private static final SeenSpans WRITER = new SeenSpans();
  private static RunningCollector collector;
  private static Oracle oracle;

  private static GrpcStranger agents() {
    return new GrpcStranger(
        "agents",
        "jaeger.api_v2.CollectorService/PostSpans",
        () -> collector.receivers().grpcPort());
  }

  private static GrpcStranger exporters() {
    return new GrpcStranger(
        "otlp",
        "opentelemetry.proto.collector.trace.v1.TraceService/Export",
        () -> collector.receivers().otlpGrpcPort());
  }

  private static byte[] postSpans(long id) {
    return framed(0, ApiV2Requests.request("shop", id).toByteArray());
  }

  private static byte[] export(long id) {
    return framed(0, OtlpRequests.request("shop", id).toByteArray());
  }

  @BeforeAll
  static void start() throws IOException {
    collector =
        RunningCollector.start(
            RunningCollector.settings(),
            WRITER,
            limits -> limits.withArrivalTime(PATIENCE).withAnswerTime(PATIENCE));
    oracle = Oracle.of(collector::scrape, HostileGrpcTest::goodOnesAreStored);
  }

  @AfterAll
  static void stop() {
    oracle.close();
    assertThat(collector.scrape()).contains("jaegerstack_grpc_unfinished_bytes 0.0");
    assertThat(collector.scrape()).doesNotContain("postspans\"", "x/x/x/");
    collector.close();
    assertThat(collector.hop().snapshot().balance()).isZero();
  }

  private static String goodOnesAreStored() throws IOException {
    long first = WRITER.nextId();
    long second = WRITER.nextId();
    assertThat(agents().call(agents().method, postSpans(first))).isEqualTo("grpc-status 0");
    assertThat(exporters().call(exporters().method, export(second))).isEqualTo("grpc-status 0");
    WRITER.await(first);
    WRITER.await(second);
    return "";
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isAnsweredCountedAndHarmless(HostileCase given) throws Exception {
    oracle.judge(given);
  }

  static Stream<HostileCase> cases() {
    GrpcStranger agents = agents();
    unreadAnswers(agents);
    return Stream.concat(cases(agents, postSpans(1)), cases(exporters(), export(1)));
  }

  private static Stream<HostileCase> cases(GrpcStranger on, byte[] good) {
    messages(on);
    resets(on);
    floods(on);
    heads(on, good);
    windows(on, good);
    streams(on, good);
    methods(on);
    frames(on);
    return HostileCase.complete(on.cases).stream();
  }

  private static void messages(GrpcStranger on) {
    String large = "code RESOURCE_EXHAUSTED";
    String internal = "code INTERNAL";
    on.message(1, "length 2^32-1", "grpc-status 8", large, hex("00ffffffff"));
    on.message(1, "length 2^31", "grpc-status 8", large, hex("0080000000"));
    on.message(2, "one byte over the size", "grpc-status 8", large, hex("0000400001"));
    on.message(2, "longer than what comes", "grpc-status 13", internal, hex("0000000064aabb"));
    on.message(2, "head cut off", "grpc-status 13", internal, hex("0000"));
    on.message(2, "two of them", "reset CANCEL", internal, hex("00".repeat(10)));
    on.message(3, "packed, not said how", "grpc-status 13", internal, hex("0100000001aa"));
    on.message(3, "reserved flags", "grpc-status 13", internal, hex("fe00000000"));
    String unknown = "code UNIMPLEMENTED";
    byte[] packed = hex("0100000003aabbcc");
    on.message(3, "packed as zstd", "grpc-status 12", unknown, packed, "grpc-encoding", "zstd");
    String[] gzip = {"grpc-encoding", "gzip"};
    String invalid = "code INVALID_ARGUMENT";
    on.message(4, "gzip that is none", "grpc-status 3", invalid, packed, gzip);
    on.message(4, "gzip cut off", "grpc-status 3", invalid, hex("01000000041f8b0800"), gzip);
    byte[] bomb = framed(1, HttpStranger.bomb());
    on.message(4, "gzip bomb, 1000:1", "grpc-status 8", large, bomb, gzip);
    on.large();
    byte[] twice = framed(1, gzip(gzip(new byte[100])));
    on.message(4, "gzip of gzip", "grpc-status 3", "malformed, " + invalid, twice, gzip);
  }

  private static void resets(GrpcStranger on) {
    on.flood(
        5,
        "rapid reset",
        CALM,
        "refused flood, code CANCELLED*, code UNAVAILABLE*?",
        0,
        connection -> {
          for (int stream = 1; stream < 20_000; stream += 2) {
            connection.headers(stream, on.method);
            connection.frame(RST_STREAM, 0, stream, hex("00000008"));
          }
        });
    on.flood(
        5,
        "resets that we are made to send",
        CALM,
        "refused flood, refused protocol*, code INTERNAL*, code UNAVAILABLE*?",
        0,
        connection -> {
          for (int stream = 1; stream < 20_000; stream += 2) {
            connection.headers(stream, on.method);
            connection.frame(WINDOW_UPDATE, 0, stream, hex("00000000"));
          }
        });
    on.flood(
        11,
        "10,000 streams at once",
        CALM,
        "refused too-many-calls*, refused flood, code UNAVAILABLE*",
        0,
        connection -> {
          for (int stream = 1; stream < 20_000; stream += 2) {
            connection.headers(stream, on.method);
          }
        });
  }

  private static void floods(GrpcStranger on) {
    for (int bytes : new int[] {0, 1}) {
      on.flood(
          6,
          "CONTINUATION flood, %d bytes each".formatted(bytes),
          CALM,
          "refused flood",
          0,
          connection -> {
            connection.frame(HEADERS, 0, 1, new byte[0]);
            for (int i = 0; i < 20_000; i++) {
              connection.frame(CONTINUATION, 0, 1, new byte[bytes]);
            }
          });
    }
    on.flood(
        7,
        "PING flood",
        CALM,
        "refused flood",
        0,
        connection -> {
          for (int i = 0; i < 20_000; i++) {
            connection.frame(PING, 0, 0, new byte[8]);
          }
        });
    on.flood(
        7,
        "flood of empty DATA",
        "grpc-status 4",
        "refused slow-request, code DEADLINE_EXCEEDED",
        1,
        connection -> {
          connection.headers(1, on.method);
          for (int i = 0; i < 5_000; i++) {
            connection.frame(DATA, 0, 1, new byte[0]);
          }
        });
  }

  /// Once for all ports, since it takes seconds to fill what the kernel holds for a deaf peer.
  private static void unreadAnswers(GrpcStranger on) {
    on.deaf(
        7,
        "SETTINGS flood",
        CALM,
        "refused flood",
        connection -> {
          byte[] many = hex("000000040000000000".repeat(10_000));
          for (int i = 0; i < 200; i++) {
            connection.raw(many);
          }
        });
    on.large();
  }

  private static void heads(GrpcStranger on, byte[] good) {
    on.frame(8, "no HPACK", "COMPRESSION_ERROR", HEADERS, 5, 1, "ffffffffff");
    on.frame(8, "an index that is not there", "COMPRESSION_ERROR", HEADERS, 5, 1, "c6");
    on.frame(8, "a table of 2^31 bytes", "COMPRESSION_ERROR", HEADERS, 5, 1, "3fe1ffffff07");
    on.talk(
        8,
        "one header of 4 KB, 8,000 times",
        "status 431|goaway .*|reset .*",
        "refused protocol",
        connection -> {
          var block = new ByteArrayOutputStream();
          block.writeBytes(Http2Connection.block(on.method));
          // A new entry of the table: name "x", a value of 4,000 bytes; then it by its index.
          block.writeBytes(hex("400178" + "7fa11e" + "79".repeat(4_000) + "be".repeat(8_000)));
          connection.frame(HEADERS, END_HEADERS | END_STREAM, 1, block.toByteArray());
          return connection.awaitAnswer(1);
        });
    on.flood(
        14,
        "metadata of 1 MB",
        "status 431|goaway .*|reset .*",
        "refused protocol",
        1,
        connection -> {
          byte[] block = Http2Connection.block(on.method, "x", "y".repeat(1 << 20));
          for (int from = 0; from < block.length; from += 1 << 14) {
            int to = Math.min(block.length, from + (1 << 14));
            connection.frame(
                from == 0 ? HEADERS : CONTINUATION,
                to == block.length ? END_HEADERS : 0,
                1,
                Arrays.copyOfRange(block, from, to));
          }
        });
    String broken = "refused protocol*";
    on.message(15, "metadata no base64", "reset PROTOCOL_ERROR", broken, good, "x-bin", "!!!%");
    on.message(15, "metadata of nothing", "grpc-status 0", "", good, "x-bin", "");
  }

  private static void windows(GrpcStranger on, byte[] good) {
    on.talk(
        9,
        "a window of 0, and silence",
        "closed|goaway NO_ERROR",
        "refused slow-reader, code UNAVAILABLE*10",
        connection -> {
          connection.frame(SETTINGS, 0, 0, hex("000400000000"));
          for (int stream = 1; stream <= 19; stream += 2) {
            connection.call(stream, on.method, good);
          }
          return connection.awaitAnswer(0);
        });
    on.frame(10, "SETTINGS of 2^31", "(FLOW|PROTO).*", SETTINGS, 0, 0, "000480000000");
    on.frame(10, "growth of 0", "PROTOCOL_ERROR", WINDOW_UPDATE, 0, 0, "00000000");
    on.frame(
        10, "the connection's beyond 2^31", "FLOW_CONTROL_ERROR", WINDOW_UPDATE, 0, 0, "7fffffff");
    on.talk(
        10,
        "a stream's beyond 2^31",
        "reset FLOW_CONTROL_ERROR",
        "refused protocol, code INTERNAL",
        connection -> {
          connection.headers(1, on.method);
          connection.frame(WINDOW_UPDATE, 0, 1, hex("7fffffff"));
          return connection.awaitAnswer(1);
        });
  }

  private static void streams(GrpcStranger on, byte[] good) {
    on.talk(
        12,
        "never half-closed",
        "grpc-status 4",
        "refused slow-request, code DEADLINE_EXCEEDED",
        connection -> {
          connection.headers(1, on.method);
          connection.frame(DATA, 0, 1, good);
          return connection.awaitAnswer(1);
        });
    on.message(13, "no deadline", "grpc-status 0", "", good);
    on.talk(
        13,
        "a deadline of 1 ns",
        "grpc-status 4|reset CANCEL",
        "code DEADLINE_EXCEEDED",
        connection -> {
          connection.headers(1, on.method, "grpc-timeout", "1n");
          return connection.awaitAnswer(1);
        });
    on.message(
        13, "none such", "reset INTERNAL_ERROR", "refused protocol", good, "grpc-timeout", "soon");
    on.talk(
        17,
        "nothing but headers",
        "grpc-status 13",
        "code INTERNAL",
        connection -> {
          byte[] block = Http2Connection.block(on.method);
          connection.frame(HEADERS, END_HEADERS | END_STREAM, 1, block);
          return connection.awaitAnswer(1);
        });
    on.talk(
        17,
        "trailers in place of a message",
        "grpc-status 12",
        "code UNKNOWN",
        connection -> {
          connection.headers(1, on.method);
          connection.frame(HEADERS, END_HEADERS | END_STREAM, 1, hex("000178" + "0179"));
          return connection.awaitAnswer(1);
        });
  }

  private static void methods(GrpcStranger on) {
    String[] unknown = {
      "", "/", "PostSpans", "a.B/C", on.method + "/", on.method.toLowerCase(Locale.ROOT)
    };
    for (String method : unknown) {
      on.cases.add(method(on, "\"" + method + "\"", method));
    }
    on.cases.add(method(on, "of 4,001 characters", "x/".repeat(2_000) + "y"));
  }

  private static HostileCase method(GrpcStranger on, String what, String method) {
    return HostileCase.of(
        16,
        "method " + what + " on the port of " + on.method,
        "grpc-status 12",
        "code UNIMPLEMENTED",
        () -> on.call(method, hex("0000000000")));
  }

  /// Frames out of order.
  private static void frames(GrpcStranger on) {
    String broken = "PROTOCOL_ERROR";
    on.frame(17, "DATA on a stream that is none", broken, DATA, 0, 5, "0000000000");
    on.frame(17, "HEADERS on stream 0", broken, HEADERS, 5, 0, "82");
    on.frame(17, "HEADERS on an even stream", broken, HEADERS, 5, 2, "82");
    on.frame(17, "SETTINGS of odd length", "FRAME_SIZE_ERROR", SETTINGS, 0, 0, "0001");
    on.frame(17, "PING of wrong length", "FRAME_SIZE_ERROR", PING, 0, 0, "00");
    on.frame(17, "CONTINUATION without HEADERS", broken, CONTINUATION, 4, 1, "82");
    on.frame(17, "PUSH_PROMISE from a client", broken, PUSH_PROMISE, 4, 1, "0000000282");
    on.talk(
        17,
        "HTTP/1.1",
        "goaway FRAME_SIZE_ERROR",
        "refused protocol",
        connection -> {
          for (String line : List.of("GET / HTTP/1.1\r\n", "Host: x\r\n\r\n")) {
            connection.raw(HttpStranger.bytes(line));
          }
          return connection.awaitAnswer(0);
        });
  }
}
