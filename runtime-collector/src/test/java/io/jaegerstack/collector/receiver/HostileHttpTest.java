package io.jaegerstack.collector.receiver;

import static io.jaegerstack.collector.receiver.HttpStranger.bytes;
import static io.jaegerstack.collector.receiver.HttpStranger.gzip;
import static io.jaegerstack.collector.receiver.HttpStranger.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.collector.RunningCollector;
import io.jaegerstack.collector.SeenSpans;
import io.jaegerstack.server.hostile.HostileCase;
import io.jaegerstack.server.hostile.HostileCase.Attack;
import io.jaegerstack.server.hostile.Oracle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The list of bad HTTP, on the port that takes thrift and on the one that takes JSON. What the
/// server itself bounds beside it, times and numbers, is in `runtime-server`'s `HostileHttpTest`.
@Timeout(60)
class HostileHttpTest {
  private static final int MOST = 4 << 20;
  private static final String GZIP = "Content-Encoding: gzip\r\n";
  private static final SeenSpans WRITER = new SeenSpans();
  private static RunningCollector collector;
  private static Oracle oracle;

  /// A port and what it takes.
  private enum Surface {
    THRIFT("/api/traces", "application/x-thrift", () -> collector.receivers().httpPort()),
    JSON("/v1/traces", "application/json", () -> collector.receivers().otlpHttpPort());

    private final String path;
    private final String type;
    private final HttpStranger stranger;

    Surface(String path, String type, IntSupplier port) {
      this.path = path;
      this.type = "Content-Type: " + type + "\r\n";
      this.stranger = new HttpStranger(port);
    }

    byte[] good(long id) {
      return this == THRIFT ? ThriftBodies.batch(id) : OtlpJson.request(id);
    }

    /// A body in order, however it is packed.
    String post(String headers, byte[] body) throws IOException {
      return stranger.request("POST", path, type + headers, body);
    }

    /// A request whose framing is the case's own.
    String framed(String headers, byte[] body) throws IOException {
      return stranger.send(bytes(line("POST", path) + type + headers + "\r\n"), body);
    }
  }

  /// Cases of one surface, by item.
  private record Table(Surface on, List<HostileCase> cases) {
    void add(int item, String what, String answer, String counted, Attack attack) {
      String name = on.name().toLowerCase(java.util.Locale.ROOT) + ": " + what;
      cases.add(HostileCase.of(item, name, answer, counted, attack));
    }

    void addLarge(int item, String what, String answer, String counted, Attack attack) {
      add(item, what, answer, counted, attack);
      cases.add(cases.removeLast().large());
    }
  }

  @BeforeAll
  static void start() throws IOException {
    collector = RunningCollector.start(RunningCollector.settings(), WRITER);
    oracle = Oracle.of(collector::scrape, HostileHttpTest::goodOnesAreStored);
  }

  @AfterAll
  static void stop() {
    oracle.close();
    collector.close();
    assertThat(collector.hop().snapshot().balance()).isZero();
  }

  private static String goodOnesAreStored() throws IOException {
    for (Surface each : Surface.values()) {
      long id = WRITER.nextId();
      assertThat(each.post("", each.good(id))).isIn("200", "202");
      WRITER.await(id);
    }
    return "";
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isAnsweredCountedAndHarmless(HostileCase given) throws Exception {
    oracle.judge(given);
  }

  static Stream<HostileCase> cases() {
    return Arrays.stream(Surface.values())
        .flatMap(
            surface -> {
              var table = new Table(surface, new ArrayList<>());
              packed(table);
              framed(table);
              headed(table);
              routed(table);
              return HostileCase.complete(table.cases()).stream();
            });
  }

  private static void packed(Table table) {
    Surface on = table.on();
    byte[] good = on.good(1);
    String large = "refused body-too-large, status 413";
    String unknown = "refused unknown-encoding, status 415";
    String broken = "refused malformed, status 400";
    String malformed = "malformed, status 400";
    byte[] bomb = HttpStranger.bomb();
    table.addLarge(1, "gzip bomb, 1000:1", "413", large, () -> on.post(GZIP, bomb));
    byte[] inflating = HttpStranger.deflatedBomb();
    table.addLarge(
        2, "deflate bomb", "413", large, () -> on.post("Content-Encoding: deflate\r\n", inflating));
    for (String encoding : List.of("zstd", "snappy", "br", "gzip, gzip", "x-unknown")) {
      table.add(
          encoding.contains(",") ? 3 : 2,
          "Content-Encoding " + encoding,
          "415",
          unknown,
          () -> on.post("Content-Encoding: " + encoding + "\r\n", new byte[100]));
    }
    table.add(3, "gzip of gzip", "400", malformed, () -> on.post(GZIP, gzip(gzip(good))));
    table.add(
        3, "gzip of gzip in two headers", "415", unknown, () -> on.post(GZIP + GZIP, gzip(good)));
    table.add(4, "gzip that is none", "400", broken, () -> on.post(GZIP, good));
    table.add(4, "gzip cut off", "400", broken, () -> on.post(GZIP, Arrays.copyOf(gzip(good), 30)));
    table.add(
        4,
        "deflate that is gzip",
        "400",
        broken,
        () -> on.post("Content-Encoding: deflate\r\n", gzip(good)));
    table.add(4, "gzip that is not said", "400", malformed, () -> on.post("", gzip(good)));
    table.add(
        4,
        "an encoding in capitals is one",
        "20[02]",
        "",
        () -> on.post("Content-Encoding: GZIP\r\n", gzip(good)));
    table.addLarge(
        10,
        "a byte over the limit, unpacked",
        "413",
        large,
        () -> on.post(GZIP, gzip(new byte[MOST + 1])));
    table.addLarge(
        10,
        "the limit, unpacked, is read",
        "400",
        malformed,
        () -> on.post(GZIP, gzip(new byte[MOST])));
  }

  private static void framed(Table table) {
    Surface on = table.on();
    byte[] good = on.good(1);
    String malformed = "refused malformed";
    table.add(
        5,
        "Content-Length too short: the rest is no request",
        "400 400",
        "malformed, status 400, refused malformed",
        () -> on.framed("Content-Length: 3\r\n", bytes("\0{\"\r\n\r\nrest\r\n\r\n")));
    table.add(
        5,
        "Content-Length too long",
        "",
        "refused cut-off",
        () ->
            on.stranger.hangUp(
                bytes(line("POST", on.path) + on.type + "Content-Length: 9999\r\n\r\n"), good));
    for (String length : List.of("-1", "1e3", "0x10", "+5", "18446744073709551616", "5, 6", "")) {
      table.add(
          5,
          "Content-Length \"" + length + "\"",
          "400",
          malformed,
          () -> on.framed("Content-Length: " + length + "\r\n", good));
    }
    table.add(
        5,
        "two Content-Lengths",
        "400",
        malformed,
        () -> on.framed("Content-Length: 3\r\nContent-Length: 4\r\n", good));
    smuggled(table);
    chunked(table);
    table.add(
        8,
        "no body",
        "400",
        "malformed, status 400",
        () -> on.framed("Connection: close\r\n", new byte[0]));
    table.add(
        9,
        "Content-Length a byte over the limit",
        "413",
        "refused body-too-large",
        () -> on.framed("Content-Length: " + (MOST + 1) + "\r\n", new byte[0]));
    table.addLarge(
        9,
        "chunks beyond the limit",
        "413",
        "refused body-too-large",
        () ->
            on.framed(
                "Transfer-Encoding: chunked\r\n",
                bytes("10000\r\n%s\r\n".formatted("a".repeat(0x10000)).repeat(65))));
  }

  private static void smuggled(Table table) {
    Surface on = table.on();
    byte[] none = bytes("0\r\n\r\n");
    record Told(String how, String status) {}
    for (Told told :
        List.of(
            new Told("Content-Length: 3\r\nTransfer-Encoding: chunked", "400"),
            new Told("Transfer-Encoding: chunked\r\nContent-Length: 3", "400"),
            new Told("Transfer-Encoding : chunked", "400"),
            new Told("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "501"),
            new Told("Transfer-Encoding: xchunked", "501"),
            new Told("Transfer-Encoding: gzip, chunked", "501"),
            new Told("Transfer-Encoding: chunked, identity", "400"))) {
      table.add(
          6,
          told.how().replace("\r\n", " and "),
          told.status(),
          "refused malformed",
          () -> on.framed(told.how() + "\r\n", none));
    }
  }

  private static void chunked(Table table) {
    Surface on = table.on();
    String chunked = "Transfer-Encoding: chunked\r\n";
    for (String size :
        List.of("8000000000000000", "ffffffffffffffff", "100000000", "80000000", "-1", "xyz", "")) {
      table.add(
          7,
          "chunk size \"" + size + "\"",
          "400",
          "refused malformed",
          () -> on.framed(chunked, bytes(size + "\r\nabc\r\n0\r\n\r\n")));
    }
    table.add(
        7,
        "a chunk of 2^31-1 that does not come",
        "",
        "refused cut-off",
        () ->
            on.stranger.hangUp(
                bytes(line("POST", on.path) + on.type + chunked + "\r\n7fffffff\r\nabc")));
    table.add(
        7,
        "a chunk extension of 1 MB",
        "400",
        "refused malformed",
        () -> on.framed(chunked, bytes("1;" + "x".repeat(1 << 20) + "\r\na\r\n0\r\n\r\n")));
    table.add(
        7,
        "trailers of 1 MB",
        "400",
        "refused malformed",
        () -> on.framed(chunked, bytes("0\r\nX: " + "x".repeat(1 << 20) + "\r\n\r\n")));
  }

  private static void headed(Table table) {
    Surface on = table.on();
    byte[] good = on.good(1);
    table.add(
        11,
        "10,000 headers",
        "431",
        "refused head-too-large",
        () -> on.post("X: y\r\n".repeat(10_000), good));
    table.add(
        12,
        "a header of 100 KB",
        "431",
        "refused head-too-large",
        () -> on.post("X: " + "y".repeat(100_000) + "\r\n", good));
    table.add(
        12,
        "a request line of 100 KB",
        "414",
        "refused head-too-large",
        () -> on.stranger.request("POST", on.path + "?" + "y".repeat(100_000), on.type, good));
    table.add(
        13,
        "baggage in 100 headers is passed over",
        "20[02]",
        "",
        () -> on.post("baggage: k=v,k2=v2;p=1\r\n".repeat(100), good));
    table.add(
        13,
        "baggage in 10,000 headers",
        "431",
        "refused head-too-large",
        () -> on.post("baggage: k=v\r\n".repeat(10_000), good));
    for (String context :
        List.of(
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4bf9-00f0-01",
            "00-" + "0".repeat(32) + "-" + "0".repeat(16) + "-00",
            "")) {
      table.add(
          14,
          "traceparent \"" + context + "\" is passed over",
          "20[02]",
          "",
          () -> on.post("traceparent: " + context + "\r\ntracestate: =,=\r\n", good));
    }
  }

  private static void routed(Table table) {
    Surface on = table.on();
    byte[] good = on.good(1);
    String capitals =
        on.type.toUpperCase(java.util.Locale.ROOT).replace("\r\n", " ; Charset=\"a;b\"\r\n");
    table.add(
        15,
        "Content-Type in capitals with parameters is one",
        "20[02]",
        "",
        () -> on.stranger.request("POST", on.path, capitals, good));
    for (String type :
        List.of("", "text/plain", "*/*", "application/x-thrift, application/json", ";")) {
      table.add(
          15,
          "Content-Type \"" + type + "\"",
          "415",
          "status 415",
          () -> on.stranger.request("POST", on.path, "Content-Type: " + type + "\r\n", good));
    }
    table.add(
        15,
        "no Content-Type",
        "415",
        "status 415",
        () -> on.stranger.request("POST", on.path, "", good));
    for (String method : List.of("PUT", "TRACE", "DELETE", "OPTIONS", "post")) {
      table.add(
          16,
          method,
          "405",
          "refused no-route, status 405",
          () -> on.stranger.request(method, on.path, on.type, good));
    }
    table.add(
        16,
        "CONNECT",
        "400",
        "refused no-route, status 400",
        () -> on.stranger.request("CONNECT", "example.com:443", on.type, good));
    for (String path :
        List.of("/" + on.path, on.path + ";a=b", on.path + "/", on.path.replace("/t", "%2ft"))) {
      table.add(
          17,
          path,
          "404",
          "refused no-route, status 404",
          () -> on.stranger.request("POST", path, on.type, good));
    }
    for (String path :
        List.of("/a/%2e%2e" + on.path, "/a/.." + on.path, on.path + "%00", on.path + "%zz")) {
      table.add(
          17,
          path,
          "400",
          "refused no-route, status 400",
          () -> on.stranger.request("POST", path, on.type, good));
    }
  }
}
