package io.jaegerstack.collector.receiver;

import static io.jaegerstack.collector.receiver.ProtoBytes.deep;
import static io.jaegerstack.collector.receiver.ProtoBytes.field;
import static io.jaegerstack.collector.receiver.ProtoBytes.hex;
import static io.jaegerstack.collector.receiver.ProtoBytes.in;
import static io.jaegerstack.collector.receiver.ProtoBytes.message;
import static io.jaegerstack.collector.receiver.ProtoBytes.repeated;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The list of bad OTLP, as protobuf and as JSON over port 4318; over gRPC the same reader reads
/// it.
@Timeout(60)
class HostileOtlpTest {
  private static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";
  private static final String REFUSED = "malformed, status 400";
  private static final SeenSpans WRITER = new SeenSpans();
  private static final int[] SPAN = {0x0a, 0x12, 0x12};

  /// Trace id and span id of a span, in protobuf.
  private static final String IDS =
      "0a10" + "00".repeat(15) + "aa" + "1208" + "00".repeat(7) + "bb";

  private static RunningCollector collector;
  private static Oracle oracle;

  @BeforeAll
  static void start() throws IOException {
    collector = RunningCollector.start(RunningCollector.settings(), WRITER);
    oracle = Oracle.of(collector::scrape, HostileOtlpTest::goodOnesAreStored);
  }

  @AfterAll
  static void stop() {
    oracle.close();
    collector.close();
    assertThat(collector.hop().snapshot().balance()).isZero();
  }

  private static String goodOnesAreStored() throws IOException {
    long first = WRITER.nextId();
    assertThat(post(PROTOBUF, OtlpRequests.request("shop", first).toByteArray())).isEqualTo("200");
    long second = WRITER.nextId();
    assertThat(post(JSON, OtlpJson.request(second))).isEqualTo("200");
    WRITER.await(first);
    WRITER.await(second);
    return "";
  }

  private static String post(String type, byte[] body) throws IOException {
    var stranger = new HttpStranger(() -> collector.receivers().otlpHttpPort());
    return stranger.request("POST", "/v1/traces", "Content-Type: " + type + "\r\n", body);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isAnsweredCountedAndHarmless(HostileCase given) throws Exception {
    oracle.judge(given);
  }

  static Stream<HostileCase> cases() {
    var cases = new ArrayList<HostileCase>();
    bytes(cases);
    nested(cases);
    large(cases);
    ids(cases);
    values(cases);
    numbers(cases);
    return HostileCase.complete(cases).stream();
  }

  private static void refused(List<HostileCase> cases, int item, String what, byte[] protobuf) {
    add(cases, item, what, "400", REFUSED, () -> post(PROTOBUF, protobuf));
  }

  private static void taken(List<HostileCase> cases, int item, String what, byte[] protobuf) {
    add(cases, item, what, "200", "", () -> post(PROTOBUF, protobuf));
  }

  private static void json(
      List<HostileCase> cases, int item, String what, String answer, String spanMembers) {
    String counted = answer.equals("400") ? REFUSED : "";
    byte[] body = OtlpJson.request("", spanMembers);
    add(cases, item, "JSON: " + what, answer, counted, () -> post(JSON, body));
  }

  private static void add(
      List<HostileCase> cases,
      int item,
      String what,
      String answer,
      String counted,
      Attack attack) {
    cases.add(HostileCase.of(item, what, answer, counted, attack));
  }

  private static void bytes(List<HostileCase> cases) {
    refused(cases, 1, "a length past the end", hex("0a7f00"));
    refused(cases, 1, "a length of 2^63", hex("0a80808080808080808001"));
    refused(cases, 1, "a length of 2^32", hex("0a8080808010"));
    refused(cases, 1, "an inner length past the outer end", hex("0a020a05" + "0000000000"));
    refused(cases, 1, "the last byte missing", cut(OtlpRequests.request("shop", 1).toByteArray()));
    refused(cases, 2, "100,000 groups in each other", hex("0b".repeat(100_000)));
    refused(cases, 2, "the end of a group", hex("0c"));
    refused(cases, 2, "a group in a span", in(SPAN, hex(IDS + "fb07")));
    refused(cases, 4, "a varint of 11 bytes", hex("08" + "ff".repeat(10) + "01"));
    taken(cases, 4, "a varint of 10 bytes beyond 64 bits", hex("08" + "ff".repeat(9) + "7f"));
    refused(cases, 4, "a varint cut off", hex("08ff"));
    refused(cases, 5, "field 0", hex("0000"));
    refused(cases, 5, "field 0 in a span", in(SPAN, hex(IDS + "0200")));
    refused(cases, 5, "a field beyond 2^29", hex("888080808001"));
  }

  private static void nested(List<HostileCase> cases) {
    int[] array = {0x2a, 0x0a};
    int[] kvlist = {0x32, 0x0a, 0x12};
    refused(
        cases,
        3,
        "10,000 arrays in each other",
        in(SPAN, hex(IDS), attribute(deep(array, 10_000))));
    refused(
        cases,
        3,
        "10,000 kvlists in each other",
        in(SPAN, hex(IDS), attribute(deep(kvlist, 10_000))));
    refused(cases, 3, "65 arrays in each other", in(SPAN, hex(IDS), attribute(deep(array, 65))));
    taken(cases, 3, "60 arrays in each other", in(SPAN, hex(IDS), attribute(deep(array, 60))));
    String arrays = "{\"arrayValue\":{\"values\":[".repeat(10_000);
    json(
        cases,
        3,
        "10,000 arrays in each other",
        "400",
        span("\"attributes\":[{\"key\":\"a\",\"value\":" + arrays));
    json(cases, 2, "100,000 lists that nobody knows", "400", span("\"x\":" + "[".repeat(100_000)));
    json(
        cases,
        2,
        "100,000 objects that nobody knows",
        "400",
        span("\"x\":" + "{\"x\":".repeat(100_000)));
  }

  private static void large(List<HostileCase> cases) {
    byte[] unknown = field(0xa2, 3 << 20);
    taken(cases, 6, "3 MB of unknown fields", unknown);
    taken(cases, 6, "1,500,000 unknown fields", repeated("1000", 1_500_000));
    add(
        cases,
        6,
        "10 MB of unknown fields",
        "413",
        "refused body-too-large",
        () -> post(PROTOBUF, field(0xa2, 10 << 20)));
    makeLarge(cases, 3);
    json(
        cases,
        6,
        "3 MB of a member that nobody knows",
        "200",
        span("\"x\":\"" + "y".repeat(3 << 20) + "\""));
    byte[] span = in(new int[] {0x12, 0x12}, hex(IDS));
    taken(
        cases,
        12,
        "1,000,000 attributes of a resource",
        message(0x0a, message(0x0a, repeated("0a00", 1_000_000)), span));
    String name = "0a100a0c" + "736572766963652e6e616d65" + "1200";
    taken(
        cases,
        12,
        "110,000 service names of a resource before 1,000,000 other attributes",
        message(0x0a, message(0x0a, repeated(name, 110_000), repeated("0a00", 1_000_000)), span));
    taken(cases, 13, "100,000 empty resources", repeated("0a00", 100_000));
    taken(cases, 13, "1,000,000 empty scopes", message(0x0a, repeated("1200", 1_000_000)));
    taken(
        cases,
        14,
        "500,000 attributes of one key",
        in(SPAN, hex(IDS), repeated("4a030a0161", 500_000)));
    taken(
        cases,
        9,
        "500,000 events whose names are no UTF-8",
        in(SPAN, hex(IDS), repeated("5a031201ff", 500_000)));
    makeLarge(cases, 7);
  }

  private static void makeLarge(List<HostileCase> cases, int last) {
    for (int i = cases.size() - last; i < cases.size(); i++) {
      cases.set(i, cases.get(i).large());
    }
  }

  private static void ids(List<HostileCase> cases) {
    refused(cases, 7, "a trace id of 15 bytes", in(SPAN, hex("0a0f" + "aa".repeat(15))));
    refused(cases, 7, "a trace id of 17 bytes", in(SPAN, hex("0a11" + "aa".repeat(17))));
    refused(cases, 7, "a span id of 9 bytes", in(SPAN, hex("1209" + "aa".repeat(9))));
    add(
        cases,
        8,
        "ids of zeros",
        "200",
        "dropped malformed",
        () -> post(PROTOBUF, OtlpRequests.request("shop", 0).toByteArray()));
    add(
        cases,
        8,
        "no ids",
        "200",
        "dropped malformed",
        () -> post(PROTOBUF, in(SPAN, hex("2a0161"))));
    String id = "\"spanId\":\"00000000000000bb\",\"traceId\":";
    json(cases, 7, "a trace id of 30 digits", "400", id + "\"" + "a".repeat(30) + "\"");
    json(cases, 7, "a trace id of 33 digits", "400", id + "\"" + "a".repeat(33) + "\"");
    json(cases, 16, "ids in hexadecimal capitals", "200", id + "\"" + "AB".repeat(16) + "\"");
    json(cases, 16, "a trace id in base64", "400", id + "\"W47/95gDgQPSabYzgT/GDA==\"");
    json(cases, 16, "a trace id that is a number", "400", id + "1");
    json(
        cases,
        16,
        "a span id in base64 that might be hexadecimal",
        "400",
        "\"traceId\":\"" + "ab".repeat(16) + "\",\"spanId\":\"ABEiM0RVZnc=\"");
  }

  private static void values(List<HostileCase> cases) {
    taken(cases, 9, "a name that is no UTF-8", in(SPAN, hex(IDS + "2a02c328")));
    taken(
        cases,
        9,
        "a key and a value that are none",
        in(SPAN, hex(IDS), hex("4a080a01ff12030a01fe")));
    taken(
        cases,
        9,
        "a service name that is none",
        message(
            0x0a,
            hex("0a170a150a0c" + "736572766963652e6e616d65" + "12050a03eda080"),
            in(new int[] {0x12, 0x12}, hex(IDS))));
    taken(
        cases,
        10,
        "an end before the start",
        in(SPAN, hex(IDS + "39ff00000000000000" + "410100000000000000")));
    taken(cases, 11, "no times", in(SPAN, hex(IDS + "390000000000000000" + "410000000000000000")));
    taken(
        cases,
        11,
        "times of 2^63",
        in(SPAN, hex(IDS + "390000000000000080" + "410000000000000080")));
    taken(
        cases,
        11,
        "from 2^63 to 2^63-1",
        in(SPAN, hex(IDS + "390000000000000080" + "41ffffffffffffff7f")));
    taken(cases, 14, "a key twice", in(SPAN, hex(IDS + "4a030a0161" + "4a030a0161")));
    json(cases, 14, "a member twice", "200", span("\"name\":\"a\",\"name\":\"b\""));
    taken(cases, 15, "status code 99", in(SPAN, hex(IDS + "7a021863")));
    taken(cases, 15, "kind 2^31-1", in(SPAN, hex(IDS + "30ffffffff07")));
    json(cases, 15, "status code 99", "200", span("\"status\":{\"code\":99}"));
    json(
        cases, 15, "a status code that nobody knows", "200", span("\"status\":{\"code\":\"SAD\"}"));
    json(cases, 15, "a kind that is a list", "400", span("\"kind\":{}"));
    json(cases, 9, "a control character", "400", span("\"name\":\"a\u0001\""));
    json(cases, 9, "half a surrogate", "200", span("\"name\":\"\\ud800\""));
    json(cases, 1, "an end in a string", "400", "\"traceId\":\"aa");
    json(cases, 9, "an escape that is none", "400", span("\"name\":\"\\u12\""));
  }

  private static void numbers(List<HostileCase> cases) {
    record Time(String text, String answer) {}
    for (Time time :
        List.of(
            new Time("1700000000000000000", "200"),
            new Time("\"1700000000000000000\"", "200"),
            new Time("1.7e18", "200"),
            new Time("18446744073709551615", "200"),
            new Time("18446744073709551616", "400"),
            new Time("1.5", "400"),
            new Time("1e400", "400"),
            new Time("\"\"", "400"),
            new Time("\"soon\"", "400"),
            new Time("true", "400"),
            new Time("[1, 2]", "200"))) {
      json(
          cases,
          17,
          "time " + time.text(),
          time.answer(),
          span("\"startTimeUnixNano\":" + time.text()));
    }
    for (Time number :
        List.of(
            new Time("9223372036854775807", "200"),
            new Time("\"9223372036854775807\"", "200"),
            new Time("\"9223372036854775808\"", "400"),
            new Time("0.5", "400"),
            new Time("{}", "400"))) {
      json(
          cases,
          17,
          "integer " + number.text(),
          number.answer(),
          span("\"attributes\":[{\"key\":\"a\",\"value\":{\"intValue\":" + number.text() + "}}]"));
    }
    json(cases, 17, "1 MB of digits", "400", span("\"startTimeUnixNano\":" + "1".repeat(1 << 20)));
    json(
        cases,
        17,
        "1 MB of digits as text",
        "400",
        span("\"startTimeUnixNano\":\"" + "1".repeat(1 << 20) + "\""));
  }

  /// Members of a good span and `more`.
  private static String span(String more) {
    return OtlpJson.IDS + "," + more;
  }

  private static byte[] attribute(byte[] value) {
    return message(0x4a, hex("0a0161"), message(0x12, value));
  }

  private static byte[] cut(byte[] whole) {
    return Arrays.copyOf(whole, whole.length - 1);
  }
}
