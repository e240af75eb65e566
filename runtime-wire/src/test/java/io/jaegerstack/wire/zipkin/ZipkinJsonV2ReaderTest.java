package io.jaegerstack.wire.zipkin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.Log;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.wire.WireFormatException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Zipkin's second model in JSON as Jaeger's collector understands it.
class ZipkinJsonV2ReaderTest {
  private static final String IDS = "\"traceId\":\"000000000000000a\",\"id\":\"00000000000000ff\"";

  private final ZipkinJsonV2Reader reader = new ZipkinJsonV2Reader(new InternTable());

  @Test
  void everyFieldHasItsPlace() {
    Span read =
        read("""
                [{"traceId": "00000000000000010000000000000002", "id": "0000000000000003",
                  "parentId": "0000000000000004", "kind": "CLIENT", "name": "get", "debug": true,
                  "timestamp": 1700000000000000, "duration": 250, "shared": true,
                  "localEndpoint": {"serviceName": "web", "ipv4": "127.0.0.1", "port": 8080},
                  "remoteEndpoint": {"serviceName": "db", "ipv4": "200.0.0.1", "ipv6": "2001:db8::1",
                    "port": 65535},
                  "annotations": [{"timestamp": 1700000000000100, "value": "sent"}],
                  "tags": {"http.path": "/a", "error": "boom"}}]
                """)
            .toSpans()
            .getFirst();
    var trace = new TraceId(1, 2);
    assertThat(read)
        .isEqualTo(
            new Span(
                trace,
                new SpanId(3),
                "get",
                List.of(Reference.childOf(trace, new SpanId(4))),
                2,
                1_700_000_000_000_000_000L,
                250_000,
                List.of(
                    Tag.of("http.path", "/a"),
                    Tag.of("error", true),
                    Tag.of("peer.service", "db"),
                    Tag.of("peer.ipv4", 0xc8000001L),
                    new Tag(
                        "peer.ipv6",
                        new Tag.Binary(
                            HexFormat.of().parseHex("20010db8000000000000000000000001"))),
                    Tag.of("peer.port", 65_535L),
                    Tag.of("error.message", "boom"),
                    Tag.of("span.kind", "client")),
                List.of(new Log(1_700_000_000_000_100_000L, List.of(Tag.of("event", "sent")))),
                new Process("web", List.of(Tag.of("ip", 0x7f000001L))),
                List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "SERVER, server, ",
    "CLIENT, client, ",
    "PRODUCER, , ms",
    "CONSUMER, , mr",
  })
  void kindsAreTagsOrLogs(String kind, String tag, String log) {
    Span read = span("\"kind\":\"%s\",\"timestamp\":5,\"duration\":2".formatted(kind));
    assertThat(read.tags()).isEqualTo(tag == null ? List.of() : List.of(Tag.of("span.kind", tag)));
    assertThat(read.logs())
        .isEqualTo(
            log == null ? List.of() : List.of(new Log(5_000, List.of(Tag.of("event", log)))));
  }

  @Test
  void spansOfOneRequestHaveTheirOwnProcesses() {
    String json =
        "[{%s,\"localEndpoint\":{\"serviceName\":\"a\"}},{%s,\"localEndpoint\":{\"serviceName\":\"b\"},\"tags\":{\"k\":\"v\"}},{%s}]"
            .formatted(IDS, IDS, IDS);
    assertThat(read(json).toSpans())
        .extracting(span -> span.process().serviceName())
        .containsExactly("a", "b", "unknown-service-name");
  }

  @Test
  void absentTimesAreZero() {
    assertThat(span("\"name\":null,\"timestamp\":null").startNanos()).isZero();
    assertThat(span("\"name\":\"x\"").durationNanos()).isZero();
  }

  @Test
  void negativeDurationsAreRepairedAndSaid() {
    Span read = span("\"duration\":-5");
    assertThat(read.durationNanos()).isEqualTo(1_000);
    assertThat(read.tags()).containsExactly(Tag.of("errNegativeDuration", "-5"));
  }

  @ParameterizedTest
  @CsvSource({"A, 10", "00000000000000000000000000000ABC, 2748", "ffffffffffffffff, -1"})
  void idsAreHexadecimalOfEitherCaseAndAnyLength(String id, long expected) {
    Span read = read("[{\"traceId\":\"" + id + "\",\"id\":\"" + id + "\"}]").toSpans().getFirst();
    assertThat(read.traceId()).isEqualTo(new TraceId(0, expected));
    assertThat(read.spanId()).isEqualTo(new SpanId(expected));
  }

  @Test
  void aSpanMayBeItsOwnParentAndComeTwice() {
    String json = "{%s,\"parentId\":\"00000000000000ff\"}".formatted(IDS);
    assertThat(read("[" + json + "," + json + "]").toSpans())
        .hasSize(2)
        .allSatisfy(span -> assertThat(span.references()).hasSize(1));
  }

  @Test
  void anEmptyParentIsNone() {
    assertThat(span("\"parentId\":\"\"").references()).isEmpty();
  }

  @Test
  void spansWithZeroIdsAreLeftOut() {
    SpanBatch read = read("[{\"traceId\":\"0\",\"id\":\"1\"},{\"traceId\":\"1\",\"id\":\"00\"}]");
    assertThat(read.isEmpty()).isTrue();
    assertThat(read.leftOut()).isEqualTo(2);
  }

  @Test
  void ofMembersThatComeTwiceTheLastCounts() {
    Span read = span("\"name\":\"a\",\"name\":\"b\",\"timestamp\":1,\"timestamp\":2");
    assertThat(read.operationName()).isEqualTo("b");
    assertThat(read.startNanos()).isEqualTo(2_000);
  }

  /// As in Zipkin's own server: tags are a map, annotations a list.
  @Test
  void ofTagsOfOneKeyTheLastCountsAndAnnotationsAddUp() {
    Span read =
        span(
            """
            "tags":{"k":"1","l":"2","k":"3"},"tags":{"l":"4"},
            "annotations":[{"timestamp":1,"value":"a"}],"annotations":[{"timestamp":1,"value":"a"}]
            """);
    assertThat(read.tags()).containsExactly(Tag.of("k", "3"), Tag.of("l", "4"));
    assertThat(read.logs()).hasSize(2);
    assertThat(span("\"name\":\"next\"").tags()).isEmpty();
  }

  @Test
  void wholeNumbersMayHaveAPointOrAnExponent() {
    assertThat(span("\"timestamp\":1.7e15").startNanos()).isEqualTo(1_700_000_000_000_000_000L);
    assertThat(span("\"timestamp\":\"17\"").startNanos()).isEqualTo(17_000);
  }

  @Test
  void timesInNanosecondsAreTheNearestThatTheModelHas() {
    assertThat(span("\"timestamp\":1700000000000000000").startNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "id":""                          | id is "", expected 1 to 32 hexadecimal digits
          "id":"xyz"                       | id is "xyz", expected 1 to 32 hexadecimal digits
          "id":5                           | JSON has '5', expected '"'
          "traceId":"000000000000000000000000000000001" | expected 1 to 32 hexadecimal digits
          "parentId":"g"                   | parentId is "g"
          "kind":"INTERNAL"                | kind is "INTERNAL", expected CLIENT, SERVER, PRODUCER or CONSUMER
          "timestamp":1.5                  | timestamp is "1.5", expected a whole number
          "timestamp":1e400                | timestamp is "1e400", expected a whole number
          "duration":9223372036854775808   | expected a whole number of 64 bits
          "duration":{}                    | JSON has '{', expected a value
          "debug":"yes"                    | expected false
          "tags":{"k":{"a":1}}             | JSON has '{', expected '"'
          "tags":{"k":5}                   | JSON has '5', expected '"'
          "tags":["k"]                     | JSON has '[', expected '{'
          "annotations":{"value":"x"}      | JSON has '{', expected '['
          "localEndpoint":{"ipv4":"::1"}   | ipv4 is "::1", expected four numbers
          "localEndpoint":{"ipv4":"1.2.3"} | ipv4 is "1.2.3", expected four numbers
          "localEndpoint":{"ipv4":"localhost"} | ipv4 is "localhost", expected four numbers
          "localEndpoint":{"ipv6":"fe80::1%eth0"} | ipv6 is "fe80::1%eth0", expected an IPv6 address
          "localEndpoint":{"ipv6":"example.com"} | ipv6 is "example.com", expected an IPv6 address
          "localEndpoint":{"port":99999}   | port is "99999", expected 0 to 65535
          "binaryAnnotations":[]           | span has binaryAnnotations, of Zipkin's first model (/api/v1/spans)
          """)
  void whatIsNotRightIsNamed(String member, String message) {
    assertThatThrownBy(() -> span(member))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("at byte ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[",
        "[{}]",
        "[null]",
        "[5]",
        "[]]",
        "[{\"id\":\"1\"}]",
        "[{},]",
        "[[]]"
      })
  void whatIsNoArrayOfSpansIsRefused(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(WireFormatException.class);
  }

  @Test
  void nestingIsBounded() {
    assertThatThrownBy(() -> span("\"x\":" + "[".repeat(100_000)))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining("nested deeper than 200");
  }

  @Test
  void aNumberOfAMegabyteIsRefused() {
    assertThatThrownBy(() -> span("\"timestamp\":" + "9".repeat(1_000_000)))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining("number has more than 64 characters");
  }

  @Test
  void aHundredThousandAnnotationsAreAHundredThousandLogs() {
    String all = "{\"value\":\"x\"},".repeat(99_999) + "{\"value\":\"x\"}";
    assertThat(span("\"annotations\":[" + all + "]").logs()).hasSize(100_000);
  }

  private Span span(String member) {
    return read("[{" + IDS + "," + member + "}]").toSpans().getFirst();
  }

  private SpanBatch read(String json) {
    return reader.read(json.getBytes(StandardCharsets.UTF_8));
  }
}
