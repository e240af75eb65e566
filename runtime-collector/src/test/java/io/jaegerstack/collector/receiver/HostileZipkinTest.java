package io.jaegerstack.collector.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.jaegerstack.collector.FaultyWriter;
import io.jaegerstack.collector.RunningCollector;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.HostPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What strangers post to port 9411. Each has the right status, is counted once where it is
/// refused, and costs the next one nothing.
@Timeout(30)
class HostileZipkinTest {
  private static final Pattern MALFORMED =
      Pattern.compile(
          "jaegerstack_collector_requests_malformed_total\\{format=\"zipkin\",transport=\"http\"} (\\d+)");
  private static final String FIRST = "/api/v1/spans";
  private static final String SECOND = "/api/v2/spans";
  private static final String IDS = "\"traceId\":\"00000000000000aa\",\"id\":\"00000000000000bb\"";
  private static final FaultyWriter WRITER = FaultyWriter.healthy();

  private static RunningCollector collector;
  private static HttpClient client;

  @BeforeAll
  static void start() throws IOException {
    collector =
        RunningCollector.start(
            RunningCollector.settings()
                .with(CollectorSettings.ZIPKIN_HOST_PORT, Optional.of(HostPort.loopback(0))),
            WRITER);
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    client.close();
    collector.close();
    assertThat(collector.hop().snapshot().balance()).isZero();
  }

  static Stream<Arguments> bodies() {
    return Stream.concat(second(), first());
  }

  private static Stream<Arguments> second() {
    return Stream.of(
        row("100,000 arrays in each other", 400, "\"x\":" + "[".repeat(100_000)),
        row("a number beyond doubles", 400, "\"timestamp\":1e400"),
        row("a number of a megabyte", 400, "\"timestamp\":" + "1".repeat(1 << 20)),
        row(
            "a member twice",
            202,
            "\"name\":\"a\",\"name\":\"b\",\"tags\":{\"k\":\"1\",\"k\":\"2\"}"),
        row("ids in upper case", 202, "\"id\":\"00000000000000BB\""),
        row("an id of 33 digits", 400, "\"id\":\"" + "1".repeat(33) + "\""),
        row("an empty id", 400, "\"id\":\"\""),
        row("id 0", 400, "\"id\":\"0000000000000000\""),
        row("a span that is its own parent", 202, "\"parentId\":\"00000000000000bb\""),
        row(
            "spans that are each other's parents",
            202,
            "\"parentId\":\"00000000000000cc\"},{\"traceId\":\"aa\",\"id\":\"cc\",\"parentId\":\"bb\""),
        row("a time before 1970", 202, "\"timestamp\":-5"),
        row("a part of a microsecond", 400, "\"timestamp\":1.5"),
        row("nanoseconds", 202, "\"timestamp\":1700000000000000000"),
        row("no duration", 202, "\"duration\":0"),
        row("a duration of null", 202, "\"duration\":null"),
        row("a negative duration", 202, "\"duration\":-1"),
        row("a span of both sides, twice", 202, "\"shared\":true},{" + IDS + ",\"shared\":true"),
        row("a kind of its own", 400, "\"kind\":\"INTERNAL\""),
        row("IPv6 for IPv4", 400, "\"localEndpoint\":{\"ipv4\":\"::1\"}"),
        row("a name for an address", 400, "\"localEndpoint\":{\"ipv6\":\"localhost\"}"),
        row("port 99999", 400, "\"remoteEndpoint\":{\"port\":99999}"),
        row("an object as a tag", 400, "\"tags\":{\"k\":{}}"),
        row("null as a tag", 202, "\"tags\":{\"k\":null}"),
        row("100,000 annotations", 202, "\"annotations\":[" + "{},".repeat(99_999) + "{}]"),
        row("the first model's members", 400, "\"binaryAnnotations\":[]"));
  }

  private static Stream<Arguments> first() {
    return Stream.of(
            row("the second model's members", 400, "\"localEndpoint\":{}"),
            row("a type that nobody knows", 202, annotation("\"value\":\"1\",\"type\":\"I128\"")),
            row("a text as a number", 400, annotation("\"value\":\"one\",\"type\":\"I32\"")),
            row("a number beyond its type", 400, annotation("\"value\":1e9,\"type\":\"I16\"")),
            row("a list as a value", 400, annotation("\"value\":[]")),
            row("no key", 400, "\"binaryAnnotations\":[{}]"))
        .map(row -> arguments(row.get()[0], FIRST, row.get()[2], row.get()[3]));
  }

  private static String annotation(String members) {
    return "\"binaryAnnotations\":[{\"key\":\"k\"," + members + "}]";
  }

  private static Arguments row(String name, int status, String members) {
    return arguments(name, SECOND, status, "[{" + IDS + "," + members + "}]");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  void hasTheRightStatusAndHarmsNobody(String name, String path, int status, String body)
      throws Exception {
    long before = malformed();
    var response = post(path, body.getBytes(StandardCharsets.UTF_8), "identity");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(malformed() - before).isEqualTo(status == 400 ? 1 : 0);
    goesOn();
  }

  @Test
  void aBombIsNotUnpackedToItsEnd() throws Exception {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 256; i++) {
        gzip.write(zeros);
      }
    }
    assertThat(post(SECOND, packed.toByteArray(), "gzip").statusCode()).isEqualTo(413);
    goesOn();
  }

  private static void goesOn() throws Exception {
    byte[] good = ("[{" + IDS + "}]").getBytes(StandardCharsets.UTF_8);
    assertThat(post(SECOND, good, "identity").statusCode()).isEqualTo(202);
  }

  private static long malformed() {
    var count = MALFORMED.matcher(collector.scrape());
    assertThat(count.find()).isTrue();
    return Long.parseLong(count.group(1));
  }

  private static HttpResponse<String> post(String path, byte[] body, String encoding)
      throws Exception {
    var uri =
        URI.create("http://127.0.0.1:%d%s".formatted(collector.receivers().zipkinPort(), path));
    var request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body));
    if (encoding.equals("gzip")) {
      request.header("Content-Encoding", "gzip");
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
