package io.jaegerstack.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.http.HttpWatch.Refusal;
import io.jaegerstack.settings.ByteSize;
import io.jaegerstack.settings.HostPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What strangers send. Each gets the right status and one count, and the next good call works.
@Timeout(60)
class HostileHttpTest {
  private static final int MOST_BYTES = 64 * 1024;
  private static final Duration SOON = Duration.ofMillis(150);
  private static final Duration LONG = Duration.ofSeconds(20);

  private final CountDownLatch letGo = new CountDownLatch(1);
  private final RefusalCounts counts = new RefusalCounts();
  private final EventLoops loops = EventLoops.of(2);
  private HttpServer server = server(LONG, LONG, LONG, LONG);

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void nextGoodCallWorks() throws IOException {
    letGo.countDown();
    assertThat(
            RawHttp.once(server.port(), "GET /ok HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 OK");
    server.stop(Deadline.after(Duration.ofSeconds(10)));
    loops.stop(Deadline.after(Duration.ofSeconds(10)));
    assertThat(server.bodiesBytes()).isZero();
  }

  static Stream<Arguments> refusedRequests() {
    return Stream.of(
        Arguments.of(
            "no HTTP at all", "\u0000\u0001\u0002 garbage\r\n\r\n", "400", Refusal.MALFORMED),
        Arguments.of(
            "a request line of 100 KB",
            "GET /" + "a".repeat(100_000) + " HTTP/1.1\r\n\r\n",
            "414",
            Refusal.HEAD_TOO_LARGE),
        Arguments.of(
            "a header of 100 KB",
            "GET /ok HTTP/1.1\r\nX: " + "a".repeat(100_000) + "\r\n\r\n",
            "431",
            Refusal.HEAD_TOO_LARGE),
        Arguments.of(
            "10,000 headers",
            "GET /ok HTTP/1.1\r\n" + "X: y\r\n".repeat(10_000) + "\r\n",
            "431",
            Refusal.HEAD_TOO_LARGE),
        Arguments.of(
            "a header without a name", "GET /ok HTTP/1.1\r\n: y\r\n\r\n", "400", Refusal.MALFORMED),
        Arguments.of(
            "two lengths",
            "POST /echo HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
            "400",
            Refusal.MALFORMED),
        Arguments.of(
            "a negative length",
            "POST /echo HTTP/1.1\r\nContent-Length: -3\r\n\r\n",
            "400",
            Refusal.MALFORMED),
        Arguments.of(
            "a length that is no number",
            "POST /echo HTTP/1.1\r\nContent-Length: 1e3\r\n\r\n",
            "400",
            Refusal.MALFORMED),
        Arguments.of(
            "length and chunks together",
            "POST /echo HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "400",
            Refusal.MALFORMED),
        Arguments.of(
            "an unknown transfer encoding",
            "POST /echo HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
            "501",
            Refusal.MALFORMED),
        Arguments.of(
            "a transfer encoding around the chunks",
            "POST /echo HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            "501",
            Refusal.MALFORMED),
        Arguments.of(
            "a chunk of 2^63 bytes",
            "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n8000000000000000\r\nabc",
            "400",
            Refusal.MALFORMED),
        Arguments.of(
            "a chunk size that is no number",
            "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nabc",
            "400",
            Refusal.MALFORMED),
        Arguments.of(
            "a length one byte over the limit",
            "POST /echo HTTP/1.1\r\nContent-Length: 65537\r\n\r\n",
            "413",
            Refusal.BODY_TOO_LARGE),
        Arguments.of(
            "a length of 2^62",
            "POST /echo HTTP/1.1\r\nContent-Length: 4611686018427387904\r\n\r\n",
            "413",
            Refusal.BODY_TOO_LARGE),
        Arguments.of(
            "chunks over the limit",
            "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "1000\r\n%s\r\n".formatted("a".repeat(4096)).repeat(17)
                + "0\r\n\r\n",
            "413",
            Refusal.BODY_TOO_LARGE),
        Arguments.of(
            "an announced body over the limit",
            "POST /echo HTTP/1.1\r\nContent-Length: 70000\r\nExpect: 100-continue\r\n\r\n",
            "413",
            Refusal.BODY_TOO_LARGE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedRequests")
  void refusesAndLeaves(String what, String request, String status, Refusal why)
      throws IOException {
    assertThat(RawHttp.once(server.port(), request))
        .startsWith("HTTP/1.1 " + status)
        .contains("connection: close");
    assertThat(counts.count(why)).isEqualTo(1);
  }

  static Stream<Arguments> wrongPaths() {
    return Stream.of(
        Arguments.of("GET /absent", "404"),
        Arguments.of("GET //ok", "404"),
        Arguments.of("GET /ok;a=b", "404"),
        Arguments.of("GET /%2e%2e/ok", "400"),
        Arguments.of("GET /files/../ok", "400"),
        Arguments.of("GET /files/%2e%2e%2fetc", "200"),
        Arguments.of("GET /files/%00", "400"),
        Arguments.of("GET /files/%zz", "400"),
        Arguments.of("GET /ok?a=%zz", "400"),
        Arguments.of("GET *", "400"),
        Arguments.of("PUT /echo", "405"),
        Arguments.of("TRACE /ok", "405"),
        Arguments.of("OPTIONS /ok", "405"),
        Arguments.of("CONNECT example.com:443", "400"));
  }

  @ParameterizedTest
  @MethodSource("wrongPaths")
  void answersWrongPathsAndKeepsTheConnection(String line, String status) throws IOException {
    String answers =
        RawHttp.once(
            server.port(),
            line
                + " HTTP/1.1\r\nHost: x\r\n\r\nGET /ok HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertThat(answers).startsWith("HTTP/1.1 " + status).endsWith("fine");
  }

  @Test
  void neverUnpacksAnEncodedSlashIntoAClimb() throws IOException {
    assertThat(get("/files/%2e%2e%2fetc")).endsWith("../etc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "deflate", "identity"})
  void unpacksWhatItKnows(String encoding) throws IOException {
    byte[] packed = packed(encoding, "some spans".getBytes(StandardCharsets.UTF_8));
    assertThat(post("/echo", encoding, packed)).startsWith("HTTP/1.1 200").endsWith("some spans");
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "zstd", "snappy", "gzip, gzip"})
  void refusesEncodingsThatItDoesNotKnow(String encoding) throws IOException {
    assertThat(post("/echo", encoding, new byte[10])).startsWith("HTTP/1.1 415");
  }

  @Test
  void boundsTheUnpackedBodyNotOnlyTheWire() throws IOException {
    byte[] bomb = packed("gzip", new byte[40_000_000]);
    assertThat(bomb.length).isLessThan(MOST_BYTES);
    assertThat(post("/echo", "gzip", bomb)).startsWith("HTTP/1.1 413").contains("after unpacking");
  }

  @Test
  void takesAnUnpackedBodyOfExactlyTheLimit() throws IOException {
    assertThat(post("/size", "gzip", packed("gzip", new byte[MOST_BYTES])))
        .endsWith("\r\n\r\n" + MOST_BYTES);
    assertThat(post("/size", "gzip", packed("gzip", new byte[MOST_BYTES + 1])))
        .startsWith("HTTP/1.1 413");
  }

  @Test
  void unpacksOneLayerOnly() throws IOException {
    byte[] twice = packed("gzip", packed("gzip", new byte[30_000]));
    assertThat(post("/size", "gzip", twice)).doesNotEndWith("30000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate"})
  void refusesBytesThatAreNotOfTheirEncoding(String encoding) throws IOException {
    assertThat(post("/echo", encoding, "not packed at all".getBytes(StandardCharsets.UTF_8)))
        .startsWith("HTTP/1.1 400");
  }

  @Test
  void survivesABodyThatEndsEarly() throws IOException {
    try (var raw = new RawHttp(server.port())) {
      raw.send("POST /echo HTTP/1.1\r\nContent-Length: 100\r\n\r\nonly this");
    }
    counts.awaitNoneReserved(server);
  }

  @Test
  void takesNoBodyAsAnEmptyOne() throws IOException {
    assertThat(RawHttp.once(server.port(), "POST /size HTTP/1.1\r\nConnection: close\r\n\r\n"))
        .endsWith("\r\n\r\n0");
  }

  @Test
  void invitesABodyThatIsAnnounced() throws IOException {
    try (var raw = new RawHttp(server.port())) {
      raw.send(
          "POST /size HTTP/1.1\r\nContent-Length: 3\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n");
      assertThat(raw.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100");
      assertThat(raw.send("abc").readAll()).endsWith("\r\n\r\n3");
    }
  }

  @Test
  void givesUpOnAHeadThatTrickles() throws IOException {
    restart(server(SOON, LONG, LONG, LONG));
    try (var raw = new RawHttp(server.port())) {
      assertThat(raw.send("GET /ok HTTP/1.1\r\nX: ").readAll()).startsWith("HTTP/1.1 408");
    }
    assertThat(counts.count(Refusal.SLOW_HEAD)).isEqualTo(1);
  }

  @Test
  void givesUpOnABodyThatTrickles() throws IOException {
    restart(server(LONG, LONG, SOON, LONG));
    try (var raw = new RawHttp(server.port())) {
      assertThat(raw.send("POST /echo HTTP/1.1\r\nContent-Length: 100\r\n\r\na").readAll())
          .startsWith("HTTP/1.1 408");
    }
    assertThat(counts.count(Refusal.SLOW_BODY)).isEqualTo(1);
  }

  @Test
  void closesAConnectionThatStaysIdle() throws IOException {
    restart(server(LONG, SOON, LONG, LONG));
    try (var raw = new RawHttp(server.port())) {
      raw.send("GET /ok HTTP/1.1\r\nHost: x\r\n\r\n").readUntil("fine");
      assertThat(raw.readAll()).isEmpty();
    }
  }

  @Test
  void givesUpOnACallerThatDoesNotRead() throws Exception {
    restart(server(LONG, LONG, LONG, SOON));
    try (var raw = new RawHttp(server.port())) {
      raw.send("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n");
      counts.await(Refusal.SLOW_READER);
    }
  }

  @Test
  void refusesConnectionsBeyondItsLimit() throws Exception {
    restart(server(limits(LONG, LONG, LONG, LONG).withConnections(1)));
    try (var first = new RawHttp(server.port())) {
      first.send("GET /ok HTTP/1.1\r\nHost: x\r\n\r\n").readUntil("fine");
      assertThat(RawHttp.once(server.port(), "GET /ok HTTP/1.1\r\nHost: x\r\n\r\n")).isEmpty();
    }
    assertThat(counts.count(Refusal.TOO_MANY_CONNECTIONS)).isEqualTo(1);
    counts.awaitNoConnections(server);
  }

  @Test
  void tellsCallersToComeBackWhenTooManyCallsAreInWork() throws Exception {
    restart(server(limits(LONG, LONG, LONG, LONG).withCalls(1, Duration.ofMillis(20))));
    try (var first = new RawHttp(server.port())) {
      first.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
      counts.awaitWaiting();
      assertThat(get("/hello")).startsWith("HTTP/1.1 503").contains("retry-after: 1");
      letGo.countDown();
      first.readUntil("waited");
    }
    assertThat(counts.count(Refusal.TOO_MANY_CALLS)).isEqualTo(1);
  }

  @Test
  void boundsAllBodiesTogether() throws Exception {
    byte[] head =
        "POST /echo HTTP/1.1\r\nContent-Length: 60000\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    try (var first = new RawHttp(server.port());
        var second = new RawHttp(server.port())) {
      first.send(head).send(new byte[59_999]);
      counts.awaitReserved(server, 59_999);
      second.send(head).send(new byte[59_999]);
      assertThat(second.readAll()).startsWith("HTTP/1.1 503").contains("retry-after: 1");
      first.send("x");
      first.readUntil("HTTP/1.1 200");
    }
    assertThat(counts.count(Refusal.TOO_MANY_BODIES)).isEqualTo(1);
  }

  private HttpServer server(Duration head, Duration idle, Duration body, Duration stall) {
    return server(limits(head, idle, body, stall));
  }

  private static HttpLimits limits(Duration head, Duration idle, Duration body, Duration stall) {
    var most = ByteSize.bytes(MOST_BYTES);
    return HttpLimits.bodies(most, most, ByteSize.bytes(100_000))
        .withTimes(head, idle, body, stall);
  }

  private HttpServer server(HttpLimits limits) {
    var routes =
        Routes.builder()
            .onLoop("GET", "/ok", call -> HttpAnswer.text(200, "text/plain", "fine"))
            .get("/hello", call -> HttpAnswer.text(200, "text/plain", "hello"))
            .post("/echo", call -> HttpAnswer.bytes(200, "text/plain", call.body()))
            .post("/size", call -> HttpAnswer.text(200, "text/plain", "" + call.body().length))
            .get("/files/*", call -> HttpAnswer.text(200, "text/plain", call.parameter("*")))
            .get(
                "/wait",
                call -> {
                  counts.entered();
                  letGo.await();
                  return HttpAnswer.text(200, "text/plain", "waited");
                })
            .get(
                "/endless",
                call ->
                    HttpAnswer.stream(
                        200,
                        "text/plain",
                        out -> {
                          while (true) {
                            out.write(new byte[64 * 1024]);
                          }
                        }))
            .build();
    return HttpServer.of(
        "test", loops, HostPort.loopback(0), limits, routes, ErrorFormat.JSON, counts);
  }

  private void restart(HttpServer other) throws IOException {
    server.stop(Deadline.after(Duration.ofSeconds(10)));
    server = other;
    server.start();
  }

  private String get(String path) throws IOException {
    return RawHttp.once(
        server.port(), "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  }

  private String post(String path, String encoding, byte[] body) throws IOException {
    try (var raw = new RawHttp(server.port())) {
      raw.send(
          "POST %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Encoding: %s\r\nContent-Length: %d\r\n\r\n"
              .formatted(path, encoding, body.length));
      return raw.send(body).readAll();
    }
  }

  private static byte[] packed(String encoding, byte[] plain) throws IOException {
    if (encoding.equals("identity")) {
      return plain;
    }
    var bytes = new ByteArrayOutputStream();
    try (var out =
        encoding.equals("deflate")
            ? new DeflaterOutputStream(bytes)
            : new GZIPOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }
}
