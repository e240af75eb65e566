package io.jaegerstack.collector.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.twitter.zipkin.thriftjava.Annotation;
import com.twitter.zipkin.thriftjava.Endpoint;
import com.twitter.zipkin.thriftjava.Span;
import io.jaegerstack.collector.Eventually;
import io.jaegerstack.collector.FaultyWriter;
import io.jaegerstack.collector.RunningCollector;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.model.Tag;
import io.jaegerstack.settings.ByteSize;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.HostPort;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.TenancySettings;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.zip.GZIPOutputStream;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Port 9411 as Zipkin's clients see it.
class ZipkinReceiverTest {
  private static final String FIRST = "/api/v1/spans";
  private static final String SECOND = "/api/v2/spans";
  private static final String JSON = "application/json";
  private static final String THRIFT = "application/x-thrift";
  private static final String PROTOBUF = "application/x-protobuf";

  private final HttpClient client = HttpClient.newHttpClient();
  private FaultyWriter writer = FaultyWriter.healthy();
  private RunningCollector collector;

  @AfterEach
  void stop() {
    writer.open();
    client.close();
    collector.close();
    assertThat(collector.hop().snapshot().balance()).isZero();
  }

  @Test
  void storesSpansOfEveryFormat() throws Exception {
    start();
    accepts(post(FIRST, JSON, json(1)));
    accepts(post(FIRST, THRIFT, thrift(2)));
    accepts(post(SECOND, "application/json; charset=utf-8", json(3)));
    accepts(post(SECOND, PROTOBUF, protobuf(4)));
    awaitStored(4);
    assertThat(writer.stored())
        .extracting(span -> span.spanId().value())
        .containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
    assertThat(writer.stored())
        .allSatisfy(
            span -> assertThat(span.tags()).contains(Tag.of("internal.span.format", "zipkin")));
    assertThat(collector.scrape())
        .containsPattern(
            "jaeger_collector_spans_received_total\\{debug=\"false\",format=\"zipkin\",svc=\"unknown-service-name\",transport=\"http\"} 3");
  }

  @ParameterizedTest
  @CsvSource({FIRST + "," + JSON, SECOND + "," + JSON})
  void unpacksGzip(String path, String type) throws Exception {
    start();
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(json(1, 2));
    }
    accepts(send(request(path, type, packed.toByteArray()).header("Content-Encoding", "gzip")));
    awaitStored(2);
  }

  @ParameterizedTest
  @CsvSource({
    FIRST + "," + JSON + ",''",
    FIRST + "," + JSON + ",'[]'",
    FIRST + "," + THRIFT + ",''",
    SECOND + "," + JSON + ",''",
    SECOND + "," + JSON + ",' [ ] '",
    SECOND + "," + PROTOBUF + ",''",
  })
  void nothingIsTakenToo(String path, String type, String body) throws Exception {
    start();
    accepts(post(path, type, body.getBytes(StandardCharsets.UTF_8)));
    accepts(post(FIRST, THRIFT, HexFormat.of().parseHex("0c00000000")));
    assertThat(collector.hop().received()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    FIRST + ",'',application/json or application/x-thrift",
    FIRST + "," + PROTOBUF + ",application/json or application/x-thrift",
    SECOND + "," + THRIFT + ",application/json or application/x-protobuf",
    SECOND + ",text/plain,application/json or application/x-protobuf",
  })
  void saysWhichContentTypesItTakes(String path, String type, String expected) throws Exception {
    start();
    var response = post(path, type, json(1));
    assertThat(response.statusCode()).isEqualTo(415);
    assertThat(response.body()).contains("expected " + expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          /api/v1/spans | application/json       | not good | JSON has 'n', expected '['
          /api/v1/spans | application/x-thrift   | not good | collection of 1869881447 elements
          /api/v2/spans | application/json       | [{}]     | span has no traceId
          /api/v2/spans | application/x-protobuf | not good | at byte
          """)
  void saysWhatIsNotRightAndCountsIt(String path, String type, String body, String why)
      throws Exception {
    start();
    var response = post(path, type, body.getBytes(StandardCharsets.UTF_8));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).startsWith("body is not a list of spans: ").contains(why);
    assertThat(collector.scrape())
        .contains(
            "jaegerstack_collector_requests_malformed_total{format=\"zipkin\",transport=\"http\"} 1.0");
    accepts(post(SECOND, JSON, json(1)));
    awaitStored(1);
  }

  @Test
  void refusesEveryTruncatedList() throws Exception {
    start();
    byte[] whole = thrift(1);
    for (int length = 1; length < whole.length; length += 3) {
      assertThat(post(FIRST, THRIFT, Arrays.copyOf(whole, length)).statusCode()).isEqualTo(400);
    }
    accepts(post(FIRST, THRIFT, whole));
    awaitStored(1);
  }

  @Test
  void refusesAListWithoutAnyIdsAndTakesTheRestOfOthers() throws Exception {
    start();
    var refused = post(SECOND, JSON, json(0, 0));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("none of 2 spans has a trace id and a span id");
    accepts(post(SECOND, JSON, json(0, 7)));
    awaitStored(1);
    assertThat(collector.hop().dropped(DropReason.MALFORMED)).isEqualTo(1);
  }

  @Test
  void asksToComeBackWhenTheQueueIsFull() throws Exception {
    writer = FaultyWriter.stuck();
    start();
    accepts(post(SECOND, JSON, json(1)));
    writer.awaitEntered();
    accepts(post(SECOND, JSON, json(2, 3)));

    var refused = post(SECOND, JSON, json(4, 5, 6));

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
    writer.open();
    awaitStored(3);
  }

  @Test
  void refusesABodyBeyondTheSizePackedOrNot() throws Exception {
    start();
    byte[] large = new byte[(1 << 20) + 1];
    assertThat(post(SECOND, JSON, large).statusCode()).isEqualTo(413);
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(large);
    }
    var bomb = request(SECOND, JSON, packed.toByteArray()).header("Content-Encoding", "gzip");
    assertThat(send(bomb).statusCode()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "OPTIONS"})
  void otherMethodsAreRefused(String method) throws Exception {
    start();
    var request =
        HttpRequest.newBuilder(uri(SECOND)).method(method, HttpRequest.BodyPublishers.noBody());
    assertThat(send(request).statusCode()).isEqualTo(405);
  }

  @Test
  void closesConnectionsWhereToldTo() throws Exception {
    start(settings -> settings.with(CollectorSettings.ZIPKIN_KEEP_ALIVE, false));
    var response = post(SECOND, JSON, json(1));
    accepts(response);
    assertThat(response.headers().firstValue("Connection")).hasValue("close");
    accepts(post(SECOND, JSON, json(2)));
    awaitStored(2);
  }

  @ParameterizedTest
  @CsvSource({
    "https://shop.example.com, POST, 'x-b3-traceid,Content-Type', true",
    "https://a.example.com, POST, '', true",
    "https://example.com, POST, '', false",
    "https://shop.example.com, POST, x-secret, false",
    "https://shop.example.com, DELETE, '', false",
  })
  void pagesOfAllowedOriginsMayPost(String origin, String method, String headers, boolean isAllowed)
      throws Exception {
    start(
        settings ->
            settings
                .with(
                    CollectorSettings.ZIPKIN_CORS_ORIGINS,
                    List.of("https://shop.example.com", "https://*.example.com"))
                .with(CollectorSettings.ZIPKIN_CORS_HEADERS, List.of("X-B3-TraceId")));
    var question =
        HttpRequest.newBuilder(uri(SECOND))
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
            .header("Origin", origin)
            .header("Access-Control-Request-Method", method);
    if (!headers.isEmpty()) {
      question.header("Access-Control-Request-Headers", headers);
    }
    var answer = send(question);
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(allowed(answer)).isEqualTo(isAllowed ? Optional.of(origin) : Optional.empty());

    var posted = send(request(SECOND, JSON, json(1)).header("Origin", origin));
    accepts(posted);
    assertThat(allowed(posted).isPresent()).isEqualTo(!origin.equals("https://example.com"));
    var refused = send(request(SECOND, JSON, new byte[] {'x'}).header("Origin", origin));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(allowed(refused)).isEqualTo(allowed(posted));
    awaitStored(1);
  }

  @Test
  void pagesMayReadThatTheyAreNoTenants() throws Exception {
    String origin = "https://shop.example.com";
    start(
        settings ->
            settings
                .with(CollectorSettings.ZIPKIN_CORS_ORIGINS, List.of(origin))
                .with(TenancySettings.ENABLED, true)
                .with(TenancySettings.TENANTS, List.of("acme")));
    var refused = send(request(SECOND, JSON, json(1)).header("Origin", origin));
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(allowed(refused)).contains(origin);
  }

  @Test
  void isOffUnlessAnAddressIsSet() throws Exception {
    start(settings -> settings.with(CollectorSettings.ZIPKIN_HOST_PORT, Optional.empty()));
    assertThatThrownBy(() -> collector.receivers().zipkinPort())
        .isInstanceOf(NoSuchElementException.class);
  }

  private static Optional<String> allowed(HttpResponse<String> answer) {
    return answer.headers().firstValue("Access-Control-Allow-Origin");
  }

  private void start() throws Exception {
    start(UnaryOperator.identity());
  }

  private void start(UnaryOperator<SettingValues> more) throws Exception {
    var settings =
        RunningCollector.settings()
            .with(CollectorSettings.ZIPKIN_HOST_PORT, Optional.of(HostPort.loopback(0)))
            .with(CollectorSettings.QUEUE_SIZE, 4)
            .with(CollectorSettings.NUM_WORKERS, 1)
            .with(CollectorSettings.GRPC_MAX_MESSAGE_SIZE, ByteSize.mib(1));
    collector = RunningCollector.start(more.apply(settings), writer);
  }

  private static void accepts(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    assertThat(response.body()).isEmpty();
  }

  private void awaitStored(int spans) {
    Eventually.await(spans + " spans stored", () -> writer.stored().size() == spans);
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + collector.receivers().zipkinPort() + path);
  }

  private HttpResponse<String> post(String path, String type, byte[] body) throws Exception {
    return send(request(path, type, body));
  }

  private HttpRequest.Builder request(String path, String type, byte[] body) {
    var request =
        HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    return type.isEmpty() ? request : request.header("Content-Type", type);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static byte[] json(long... ids) {
    return LongStream.of(ids)
        .mapToObj("{\"traceId\":\"%1$016x\",\"id\":\"%1$016x\"}"::formatted)
        .collect(Collectors.joining(",", "[", "]"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] protobuf(int id) {
    return HexFormat.of().parseHex("0a14" + "0a08%1$016x1a08%1$016x".formatted(id));
  }

  private static byte[] thrift(long id) throws TException {
    var host = new Endpoint(0x0a000007, (short) 80, "shop");
    var span =
        new Span(id, "get", id, List.of(new Annotation(1_000_000, "sr").setHost(host)), List.of());
    var buffer = new TMemoryBuffer(64);
    var out = new TBinaryProtocol(buffer);
    out.writeListBegin(new TList(TType.STRUCT, 1));
    span.write(out);
    return Arrays.copyOf(buffer.getArray(), buffer.length());
  }
}
