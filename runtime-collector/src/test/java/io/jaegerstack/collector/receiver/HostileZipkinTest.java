package io.jaegerstack.collector.receiver;

import static io.jaegerstack.collector.receiver.HttpStranger.bytes;
import static io.jaegerstack.collector.receiver.ProtoBytes.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.collector.RunningCollector;
import io.jaegerstack.collector.SeenSpans;
import io.jaegerstack.server.hostile.HostileCase;
import io.jaegerstack.server.hostile.Oracle;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.HostPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The list of bad Zipkin spans on port 9411: both models in JSON, thrift and protobuf.
@Timeout(60)
class HostileZipkinTest {
  private static final String FIRST = "/api/v1/spans";
  private static final String SECOND = "/api/v2/spans";
  private static final String JSON = "application/json";
  private static final String THRIFT = "application/x-thrift";
  private static final String PROTOBUF = "application/x-protobuf";
  private static final String IDS = "\"traceId\":\"00000000000000aa\",\"id\":\"00000000000000bb\"";

  /// A list of one span with its ids, in thrift, up to its other fields.
  private static final String ONE =
      "0c00000001" + "0a000100000000000000aa" + "0a000400000000000000bb";

  private static final SeenSpans WRITER = new SeenSpans();
  private static RunningCollector collector;
  private static Oracle oracle;

  @BeforeAll
  static void start() throws IOException {
    collector =
        RunningCollector.start(
            RunningCollector.settings()
                .with(CollectorSettings.ZIPKIN_HOST_PORT, Optional.of(HostPort.loopback(0))),
            WRITER);
    oracle = Oracle.of(collector::scrape, HostileZipkinTest::goodOnesAreStored);
  }

  @AfterAll
  static void stop() {
    oracle.close();
    collector.close();
    assertThat(collector.hop().snapshot().balance()).isZero();
  }

  private static String goodOnesAreStored() throws IOException {
    for (String path : List.of(FIRST, SECOND)) {
      long id = WRITER.nextId();
      String span = "[{\"traceId\":\"%016x\",\"id\":\"%016x\",\"name\":\"get\"}]".formatted(id, id);
      assertThat(post(path, JSON, "", bytes(span))).isEqualTo("202");
      WRITER.await(id);
    }
    return "";
  }

  private static String post(String path, String type, String headers, byte[] body)
      throws IOException {
    var stranger = new HttpStranger(() -> collector.receivers().zipkinPort());
    return stranger.request("POST", path, "Content-Type: " + type + "\r\n" + headers, body);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isAnsweredCountedAndHarmless(HostileCase given) throws Exception {
    oracle.judge(given);
  }

  /// Cases, by item.
  private record Table(List<HostileCase> cases) {
    void add(int item, String what, int status, String path, String type, byte[] body) {
      String counted = status == 400 ? "malformed, status 400" : "";
      cases.add(HostileCase.of(item, what, "" + status, counted, () -> post(path, type, "", body)));
    }

    /// Members of a span of the second model.
    void span(int item, String what, int status, String members) {
      json(item, what, status, SECOND, members);
    }

    /// Members of a span of the first model.
    void first(int item, String what, int status, String members) {
      json(item, "v1: " + what, status, FIRST, members);
    }

    private void json(int item, String what, int status, String path, String members) {
      byte[] body = ("[{" + IDS + "," + members + "}]").getBytes(StandardCharsets.UTF_8);
      add(item, what, status, path, JSON, body);
    }

    void thrift(int item, String what, int status, String body) {
      add(item, "thrift: " + what, status, FIRST, THRIFT, hex(body));
    }

    void proto(int item, String what, int status, String span) {
      byte[] body = ProtoBytes.message(0x0a, hex(span));
      add(item, "protobuf: " + what, status, SECOND, PROTOBUF, body);
    }

    void packed(String what, String path, String type) {
      byte[] bomb = HttpStranger.bomb();
      String counted = "refused body-too-large, status 413";
      String gzip = "Content-Encoding: gzip\r\n";
      cases.add(
          HostileCase.of(1, what, "413", counted, () -> post(path, type, gzip, bomb)).large());
    }
  }

  static Stream<HostileCase> cases() {
    var table = new Table(new ArrayList<>());
    table.packed("gzip bomb of JSON", SECOND, JSON);
    table.packed("gzip bomb of the first model", FIRST, JSON);
    table.packed("gzip bomb of thrift", FIRST, THRIFT);
    table.packed("gzip bomb of protobuf", SECOND, PROTOBUF);
    depth(table);
    numbers(table);
    ids(table);
    times(table);
    members(table);
    firstModel(table);
    return HostileCase.complete(table.cases()).stream();
  }

  private static void depth(Table on) {
    on.span(2, "100,000 arrays in each other", 400, "\"x\":" + "[".repeat(100_000));
    on.span(2, "100,000 objects in each other", 400, "\"x\":" + "{\"x\":".repeat(100_000));
    on.first(2, "100,000 arrays in each other", 400, "\"x\":" + "[".repeat(100_000));
    on.span(2, "an array that ends in nothing", 400, "\"x\":[1,2");
    on.thrift(2, "10,000 structs in each other", 400, ONE + "0c0063".repeat(10_000));
    on.thrift(2, "10,000 lists in each other", 400, ONE + "0f0063" + "0f00000001".repeat(10_000));
    on.thrift(2, "-1 spans", 400, "0cffffffff");
    on.thrift(2, "33,554,432 spans in 5 bytes", 400, "0c02000000");
    on.thrift(2, "spans that are numbers", 400, "0800000001" + "00000001");
    on.thrift(2, "a type that is none", 400, ONE + "110063" + "00");
    on.thrift(2, "a name longer than the rest", 400, ONE + "0b00037fffffff61" + "00");
    on.proto(2, "100,000 groups in each other", 400, "0b".repeat(100_000));
    on.proto(2, "a length past the end", 400, "527f00");
    on.proto(2, "field 0", 400, "0000");
  }

  private static void numbers(Table on) {
    on.span(3, "a number beyond doubles", 400, "\"timestamp\":1e400");
    on.span(3, "a number of a megabyte", 400, "\"timestamp\":" + "1".repeat(1 << 20));
    on.span(3, "the same as text", 400, "\"timestamp\":\"" + "1".repeat(1 << 20) + "\"");
    on.span(3, "-0", 202, "\"timestamp\":-0");
    on.span(3, "no number", 400, "\"timestamp\":--1");
    on.span(3, "NaN", 400, "\"timestamp\":NaN");
    on.first(3, "a number beyond doubles", 400, "\"duration\":1e400");
    on.proto(3, "a varint of 11 bytes", 400, "38" + "ff".repeat(10) + "01");
    on.span(4, "a name twice: the last counts", 202, "\"name\":\"a\",\"name\":\"b\"");
    on.span(4, "a tag twice: the last counts", 202, "\"tags\":{\"k\":\"1\",\"k\":\"2\"}");
    on.span(
        4,
        "a tag 300,000 times",
        202,
        "\"tags\":{" + "\"k\":\"1\",".repeat(299_999) + "\"k\":\"1\"}");
    on.cases().add(on.cases().removeLast().large());
  }

  private static void ids(Table on) {
    on.span(5, "ids in upper case", 202, "\"id\":\"00000000000000BB\"");
    on.span(5, "an id of 33 digits", 400, "\"id\":\"" + "1".repeat(33) + "\"");
    on.span(5, "an empty id", 400, "\"id\":\"\"");
    on.span(5, "id 0", 400, "\"id\":\"0000000000000000\"");
    on.span(5, "an id that is no hexadecimal", 400, "\"id\":\"00000000000000gg\"");
    on.span(5, "an id that is a number", 400, "\"id\":1");
    on.proto(5, "an id of 9 bytes", 400, "1a09" + "01".repeat(9));
    on.proto(5, "no ids", 400, "2a0161");
    on.thrift(5, "no ids", 400, "0c00000001" + "00");
    on.span(6, "a span that is its own parent", 202, "\"parentId\":\"00000000000000bb\"");
    on.span(
        7,
        "each other's parents",
        202,
        "\"parentId\":\"cc\"},{\"traceId\":\"aa\",\"id\":\"cc\",\"parentId\":\"bb\"");
  }

  private static void times(Table on) {
    on.span(8, "a time before 1970", 202, "\"timestamp\":-5");
    on.span(8, "a part of a microsecond", 400, "\"timestamp\":1.5");
    on.proto(8, "a time of 2^64-1", 202, protoIds() + "31" + "ff".repeat(8));
    on.span(9, "nanoseconds", 202, "\"timestamp\":1700000000000000000");
    on.span(10, "a duration of 0", 202, "\"duration\":0");
    on.span(10, "a duration of null", 202, "\"duration\":null");
    on.span(10, "a negative duration", 202, "\"duration\":-1");
    on.span(10, "a duration of 2^63", 400, "\"duration\":9223372036854775808");
    on.span(
        11, "shared by both sides, twice", 202, "\"shared\":true},{" + IDS + ",\"shared\":true");
  }

  private static String protoIds() {
    return "0a08" + "00".repeat(7) + "aa" + "1a08" + "00".repeat(7) + "bb";
  }

  private static void members(Table on) {
    on.span(12, "a kind of its own", 400, "\"kind\":\"INTERNAL\"");
    on.span(12, "a kind that is a number", 400, "\"kind\":1");
    on.proto(12, "kind 77", 202, protoIds() + "204d");
    on.span(13, "IPv6 for IPv4", 400, "\"localEndpoint\":{\"ipv4\":\"::1\"}");
    on.span(13, "a name for an address", 400, "\"localEndpoint\":{\"ipv6\":\"localhost\"}");
    on.span(13, "an address with a zone", 400, "\"localEndpoint\":{\"ipv6\":\"fe80::1%eth0\"}");
    on.span(13, "port 99999", 400, "\"remoteEndpoint\":{\"port\":99999}");
    on.span(13, "port -1", 400, "\"remoteEndpoint\":{\"port\":-1}");
    on.proto(13, "ipv4 of 3 bytes", 400, protoIds() + "4205" + "1203010203");
    on.span(14, "an object as a tag", 400, "\"tags\":{\"k\":{}}");
    on.span(14, "null as a tag", 202, "\"tags\":{\"k\":null}");
    on.span(14, "a number as a tag", 400, "\"tags\":{\"k\":1}");
    on.span(14, "tags that are a list", 400, "\"tags\":[]");
    on.span(15, "100,000 annotations", 202, "\"annotations\":[" + "{},".repeat(99_999) + "{}]");
    on.cases().add(on.cases().removeLast().large());
    on.proto(15, "100,000 annotations", 202, protoIds() + "5200".repeat(100_000));
    on.cases().add(on.cases().removeLast().large());
    on.span(15, "an annotation that is null", 400, "\"annotations\":[null]");
  }

  private static void firstModel(Table on) {
    on.span(16, "the first model's members", 400, "\"binaryAnnotations\":[]");
    on.first(16, "the second model's members", 400, "\"localEndpoint\":{}");
    on.add(16, "thrift that is said to be JSON", 400, FIRST, JSON, hex(ONE + "00"));
    on.add(16, "JSON that is said to be thrift", 400, FIRST, THRIFT, bytes("[{" + IDS + "}]"));
    on.add(16, "JSON that is said to be protobuf", 400, SECOND, PROTOBUF, bytes("[{" + IDS + "}]"));
    record Value(String what, int status, String members) {}
    for (Value value :
        List.of(
            new Value("a type that nobody knows", 202, "\"value\":\"1\",\"type\":\"I128\""),
            new Value("a text as a number", 400, "\"value\":\"one\",\"type\":\"I32\""),
            new Value("a number beyond its type", 400, "\"value\":1e9,\"type\":\"I16\""),
            new Value("a bool that is none", 400, "\"value\":\"maybe\",\"type\":\"BOOL\""),
            new Value("bytes that are no base64", 400, "\"value\":\"#\",\"type\":\"BYTES\""),
            new Value("a list as a value", 400, "\"value\":[]"))) {
      on.first(
          17,
          value.what(),
          value.status(),
          "\"binaryAnnotations\":[{\"key\":\"k\"," + value.members() + "}]");
    }
    on.first(17, "no key", 400, "\"binaryAnnotations\":[{}]");
    String i64OfTwoBytes =
        "0f00080c00000001" + "0b0001000000016b" + "0b0002000000020001" + "080003";
    on.thrift(17, "an I64 of two bytes", 202, ONE + i64OfTwoBytes + "00000004" + "00" + "00");
    on.thrift(17, "value type 77", 202, ONE + i64OfTwoBytes + "0000004d" + "00" + "00");
  }
}
