package io.jaegerstack.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.settings.ByteSize;
import io.jaegerstack.settings.HostPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpServerTest {
  private static final byte[] LARGE = new byte[3_000_000];

  static {
    Arrays.fill(LARGE, (byte) 'x');
  }

  private final CountDownLatch handlerEntered = new CountDownLatch(1);
  private final CountDownLatch letHandlerGo = new CountDownLatch(1);
  private final EventLoops loops = EventLoops.of(2);
  private final HttpServer server =
      HttpServer.of(
          "test",
          loops,
          HostPort.loopback(0),
          HttpLimits.bodies(ByteSize.mib(4), ByteSize.mib(4), ByteSize.mib(8)),
          Routes.builder()
              .get(
                  "/hello/{name}",
                  call -> HttpAnswer.text(200, "text/plain", "hello " + call.parameter("name")))
              .onLoop(
                  "GET",
                  "/loop",
                  call -> HttpAnswer.text(200, "text/plain", "loop " + call.query("q").orElse("-")))
              .onLoop(
                  "GET",
                  "/loop-large",
                  call -> HttpAnswer.bytes(200, "application/octet-stream", LARGE))
              .post("/echo", call -> HttpAnswer.bytes(200, call.contentType(), call.body()))
              .get("/large", call -> HttpAnswer.bytes(200, "application/octet-stream", LARGE))
              .get("/json", call -> HttpAnswer.bytes(200, "application/json", LARGE))
              .get(
                  "/stream",
                  call ->
                      HttpAnswer.stream(200, "application/octet-stream", out -> out.write(LARGE)))
              .get(
                  "/broken", call -> HttpAnswer.stream(200, "text/plain", HttpServerTest::breakOff))
              .get(
                  "/throws",
                  call -> {
                    throw new IOException("inner detail");
                  })
              .get(
                  "/refuses",
                  call -> {
                    throw HttpFailure.badRequest("limit is \"x\", expected a number");
                  })
              .get("/crlf", call -> HttpAnswer.empty(200).with("X-Evil", "a\r\nSet-Cookie: b"))
              .get(
                  "/wait",
                  call -> {
                    handlerEntered.countDown();
                    letHandlerGo.await();
                    return HttpAnswer.text(200, "text/plain", "waited");
                  })
              .get("/files/*", call -> HttpAnswer.text(200, "text/plain", call.parameter("*")))
              .build());
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static void breakOff(java.io.OutputStream out) throws IOException {
    out.write(new byte[100_000]);
    throw new IOException("storage went away");
  }

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    letHandlerGo.countDown();
    client.close();
    server.stop(Deadline.after(Duration.ofSeconds(10)));
    loops.stop(Deadline.after(Duration.ofSeconds(10)));
  }

  @Test
  void answersWithDecodedPathParameters() throws Exception {
    assertThat(get("/hello/a%2Fb%20c").body()).isEqualTo("hello a/b c");
  }

  @Test
  void answersOnTheEventLoopWithQueryParameters() throws Exception {
    assertThat(get("/loop?q=%C3%A4+b").body()).isEqualTo("loop ä b");
  }

  @Test
  void takesABodyAndReturnsIt() throws Exception {
    var response =
        client.send(
            request("/echo")
                .header("Content-Type", "application/X-Thrift; v=1")
                .POST(BodyPublishers.ofByteArray(LARGE))
                .build(),
            BodyHandlers.ofByteArray());
    assertThat(response.body()).isEqualTo(LARGE);
    assertThat(response.headers().firstValue("content-type")).contains("application/x-thrift");
  }

  @Test
  void sendsLargeAnswersWithTheirLength() throws Exception {
    for (String path : new String[] {"/large", "/loop-large"}) {
      var response = client.send(request(path).build(), BodyHandlers.ofByteArray());
      assertThat(response.body()).isEqualTo(LARGE);
      assertThat(response.headers().firstValueAsLong("content-length")).hasValue(LARGE.length);
    }
  }

  @Test
  void streamsAnswersOfUnknownLength() throws Exception {
    var response = client.send(request("/stream").build(), BodyHandlers.ofByteArray());
    assertThat(response.body()).isEqualTo(LARGE);
    assertThat(response.headers().firstValue("transfer-encoding")).contains("chunked");
  }

  @Test
  void packsTextsForCallersThatTakeGzip() throws Exception {
    var response =
        client.send(
            request("/json").header("Accept-Encoding", "gzip").build(),
            BodyHandlers.ofInputStream());
    assertThat(response.headers().firstValue("content-encoding")).contains("gzip");
    try (var body = new GZIPInputStream(response.body())) {
      assertThat(body.readAllBytes()).isEqualTo(LARGE);
    }
  }

  @Test
  void breaksTheConnectionWhenAStreamFails() {
    assertThatThrownBy(() -> client.send(request("/broken").build(), BodyHandlers.ofByteArray()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void hidesWhatAHandlerThrewByAccident() throws Exception {
    var response = get("/throws");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).isEqualTo("{\"status\":500,\"error\":\"internal error\"}\n");
  }

  @Test
  void tellsWhatAHandlerRefused() throws Exception {
    var response = get("/refuses");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("limit is \\\"x\\\", expected a number");
  }

  @Test
  void answersHeadWithoutABody() throws Exception {
    try (var raw = new RawHttp(server.port())) {
      raw.send(
          "HEAD /large HTTP/1.1\r\nHost: x\r\n\r\nGET /loop HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(raw.readAll()).contains("content-length: " + LARGE.length).endsWith("loop -");
    }
  }

  @Test
  void servesPipelinedCallsInOrder() throws Exception {
    var calls = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      calls.append("GET /loop?q=%d HTTP/1.1\r\nHost: x\r\n\r\n".formatted(i));
    }
    calls.append("GET /hello/last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    String answers = RawHttp.once(server.port(), calls.toString());
    int at = 0;
    for (int i = 0; i < 2_000; i++) {
      at = answers.indexOf("\r\n\r\nloop " + i + "HTTP/1.1", at);
      assertThat(at).as("answer %d", i).isPositive();
    }
    assertThat(answers).endsWith("hello last");
  }

  @Test
  void finishesCallsInWorkBeforeItStops() throws Exception {
    var answer = client.sendAsync(request("/wait").build(), BodyHandlers.ofString());
    handlerEntered.await();
    var stopping =
        Thread.ofVirtual().start(() -> server.stop(Deadline.after(Duration.ofSeconds(10))));
    awaitNotListening();
    letHandlerGo.countDown();
    var response = answer.get();
    stopping.join();
    assertThat(response.body()).isEqualTo("waited");
    assertThat(response.headers().firstValue("connection")).contains("close");
    assertThat(server.connections()).isZero();
  }

  @Test
  void givesUpCallsInWorkAtTheDeadline() throws Exception {
    var answer = client.sendAsync(request("/wait").build(), BodyHandlers.ofString());
    handlerEntered.await();
    server.stop(Deadline.after(Duration.ofMillis(50)));
    assertThatThrownBy(answer::get).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void closesIdleConnectionsWhenItStops() throws Exception {
    try (var raw = new RawHttp(server.port())) {
      raw.send("GET /loop HTTP/1.1\r\nHost: x\r\n\r\n").readUntil("loop -");
      server.stop(Deadline.after(Duration.ofSeconds(10)));
      assertThat(raw.readAll()).isEmpty();
    }
  }

  @Test
  void joinsATransferEncodingThatIsSpreadOverTwoHeadersBeforeItJudges() throws IOException {
    String request =
        "POST /x HTTP/1.1\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    assertThat(RawHttp.once(server.port(), request))
        .startsWith("HTTP/1.1 501")
        .contains("expected chunked alone");
  }

  @Test
  void saysWhichAddressIsTaken() {
    var second =
        HttpServer.of(
            "second",
            loops,
            HostPort.loopback(server.port()),
            HttpLimits.small(),
            Routes.builder().build());
    assertThatThrownBy(second::start)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot listen on 127.0.0.1:" + server.port());
  }

  @Test
  void neverSendsAHeaderThatAddsAnother() throws Exception {
    var response = get("/crlf");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.headers().firstValue("set-cookie")).isEmpty();
  }

  @Test
  void handsTheRestOfAPathToAnOpenRoute() throws Exception {
    assertThat(get("/files/static/app.js").body()).isEqualTo("static/app.js");
  }

  private void awaitNotListening() {
    while (true) {
      try (var probe = new RawHttp(server.port())) {
        Thread.onSpinWait();
      } catch (IOException refused) {
        return;
      }
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
  }
}
