package io.jaegerstack.wire.thrift;

import static org.assertj.core.api.Assertions.assertThat;

import com.twitter.zipkin.thriftjava.Annotation;
import com.twitter.zipkin.thriftjava.AnnotationType;
import com.twitter.zipkin.thriftjava.BinaryAnnotation;
import com.twitter.zipkin.thriftjava.Endpoint;
import com.twitter.zipkin.thriftjava.ZipkinCollector;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.Log;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.wire.tchannel.TChannelSamples;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Zipkin's spans as Jaeger's collector understands them.
class ZipkinSpanReaderTest {
  private static final long START = 1_700_000_000_000_000L;
  private static final Endpoint WEB = new Endpoint(0x7f000001, (short) 80, "web");
  private static final Endpoint DATABASE = new Endpoint(0x0a000001, (short) -1, "db");

  private final ZipkinSpanReader reader = new ZipkinSpanReader(new InternTable());

  @Test
  void capturedSpansOfBothSidesBecomeTwo() {
    Submission read = reader.readSubmitZipkinBatch(TChannelSamples.zipkin(), 0);
    assertThat(read.parts()).isEqualTo(2);
    var web = process("web", Tag.of("hostname", "node-1"), Tag.of("ip", 0x7f000001L));
    var trace = new TraceId(1, 7);
    assertThat(read.spans().toSpans())
        .containsExactly(
            span(trace, 11, "place", 2, START, 900, web)
                .with(
                    List.of(
                        Tag.of("peer.service", "orders"),
                        Tag.of("peer.ipv4", 0x0a000001L),
                        Tag.of("peer.port", 65_535L),
                        Tag.of("http.path", "/orders"),
                        Tag.of("size", 256L),
                        Tag.of("error", true),
                        Tag.of("error.message", "timeout"),
                        Tag.of("span.kind", "client")),
                    List.of(
                        log(START + 150, Tag.of("event", "cache miss")),
                        log(START + 160, Tag.of("event", "retry"), Tag.of("attempt", "2"))),
                    Reference.childOf(trace, new SpanId(3))),
            span(trace, 11, "place", 2, START + 100, 700, web)
                .with(
                    List.of(Tag.of("span.kind", "server")),
                    List.of(),
                    Reference.childOf(trace, new SpanId(3))),
            span(
                    new TraceId(0, 8),
                    12,
                    "check",
                    0,
                    START + 5,
                    20,
                    process("orders", Tag.of("ip", 0x0a000001L)))
                .with(List.of(Tag.of("span.kind", "server")), List.of()));
  }

  @ParameterizedTest(name = "{0} of {1} is {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          BOOL   | 01               | true
          BOOL   | 00               | false
          BOOL   | 0101             | false
          I16    | ffff             | -1
          I32    | 00000100         | 256
          I32    | 0000010077       | 256
          I64    | 8000000000000000 | -9223372036854775808
          DOUBLE | 3fd0000000000000 | 0.25
          STRING | 616263           | abc
          I16    | 01               | Cannot parse Zipkin value AQ==: unexpected EOF
          I64    | ''               | Cannot parse Zipkin value : EOF
          """)
  void everyTypeOfValueIsATag(AnnotationType type, String hex, String expected) {
    byte[] value = HexFormat.of().parseHex(hex);
    Span read = one(zipkin().setBinary_annotations(List.of(binary("k", value, type))));
    assertThat(read.tags())
        .singleElement()
        .extracting(ZipkinSpanReaderTest::text)
        .isEqualTo(expected);
  }

  @ParameterizedTest(name = "error {0} is {1}")
  @CsvSource({"'', true,", "TRUE, true,", "False, false,", "boom, true, boom"})
  void anErrorIsABoolAndItsTextAMessage(String text, boolean error, String message) {
    var annotation = binary("error", text.getBytes(StandardCharsets.UTF_8), AnnotationType.STRING);
    List<Tag> tags = one(zipkin().setBinary_annotations(List.of(annotation))).tags();
    assertThat(tags).first().isEqualTo(Tag.of("error", error));
    assertThat(tags).hasSize(message == null ? 1 : 2);
    if (message != null) {
      assertThat(tags.get(1)).isEqualTo(Tag.of("error.message", message));
    }
  }

  @Test
  void timesOfAClientWithoutTheirOwnFieldsAreThoseOfItsAnnotations() {
    Span read =
        one(
            zipkin()
                .setAnnotations(
                    List.of(at(100, "cs", WEB), at(150, "x", WEB), at(400, "cr", WEB))));
    assertThat(read.startNanos()).isEqualTo((START + 100) * 1000);
    assertThat(read.durationNanos()).isEqualTo(300_000);
    assertThat(read.tags()).containsExactly(Tag.of("span.kind", "client"));
  }

  @Test
  void aSpanWithoutAnyTimeLastsAMicrosecond() {
    Span read = one(zipkin());
    assertThat(read.startNanos()).isZero();
    assertThat(read.durationNanos()).isEqualTo(1_000);
    assertThat(read.process()).isEqualTo(process("unknown-service-name"));
  }

  @Test
  void negativeDurationsAndZeroParentsAreRepairedAndSaid() {
    Span read = one(zipkin().setTimestamp(START).setDuration(-5).setParent_id(0));
    assertThat(read.durationNanos()).isEqualTo(1_000);
    assertThat(read.references()).isEmpty();
    assertThat(read.tags())
        .containsExactly(Tag.of("errNegativeDuration", "-5"), Tag.of("errZeroParentID", "0"));
  }

  @Test
  void theServiceIsThatOfTheCallThenOfTheComponentThenAnyones() {
    var component = binary("lc", "jdbc".getBytes(StandardCharsets.UTF_8), AnnotationType.STRING);
    component.setHost(DATABASE);
    var withAll =
        zipkin()
            .setAnnotations(
                new ArrayList<>(
                    List.of(at(0, "x", new Endpoint(0, (short) 0, "other")), at(1, "sr", WEB))))
            .setBinary_annotations(List.of(component));
    assertThat(one(withAll).process().serviceName()).isEqualTo("web");
    withAll.getAnnotations().removeLast();
    assertThat(one(withAll).process().serviceName()).isEqualTo("db");
    assertThat(one(withAll).tags()).containsExactly(Tag.of("component", "jdbc"));
    withAll.setBinary_annotations(List.of());
    assertThat(one(withAll).process()).isEqualTo(process("other"));
  }

  @Test
  void spansWithoutIdsAreLeftOutAndAnswered() {
    Submission read = read(List.of(zipkin().setId(0), zipkin(), zipkin().setTrace_id(0)));
    assertThat(read.parts()).isEqualTo(3);
    assertThat(read.spans().size()).isEqualTo(1);
    assertThat(read.spans().leftOut()).isEqualTo(2);
  }

  @Test
  void spansOfOneHostShareTheirProcess() {
    var span = zipkin().setAnnotations(List.of(at(0, "sr", WEB)));
    Submission read = read(List.of(span, span));
    assertThat(read.spans().span(0).process).isSameAs(read.spans().span(1).process);
  }

  private record Draft(
      TraceId trace, long id, String name, int flags, long start, long duration, Process process) {
    Span with(List<Tag> tags, List<Log> logs, Reference... references) {
      return new Span(
          trace,
          new SpanId(id),
          name,
          List.of(references),
          flags,
          start * 1000,
          duration * 1000,
          tags,
          logs,
          process,
          List.of());
    }
  }

  private static Draft span(
      TraceId trace, long id, String name, int flags, long start, long duration, Process process) {
    return new Draft(trace, id, name, flags, start, duration, process);
  }

  private static Process process(String service, Tag... tags) {
    return new Process(service, List.of(tags));
  }

  private static Log log(long micros, Tag... fields) {
    return new Log(micros * 1000, List.of(fields));
  }

  private static String text(Tag tag) {
    return switch (tag.value()) {
      case Tag.Text(var text) -> text;
      case Tag.Bool(var flag) -> Boolean.toString(flag);
      case Tag.Int64(var number) -> Long.toString(number);
      case Tag.Float64(var number) -> Double.toString(number);
      case Tag.Binary(var bytes) -> new String(bytes, StandardCharsets.ISO_8859_1);
    };
  }

  private static com.twitter.zipkin.thriftjava.Span zipkin() {
    return new com.twitter.zipkin.thriftjava.Span(
        7, "name", 8, new ArrayList<>(), new ArrayList<>());
  }

  private static Annotation at(long offset, String value, Endpoint host) {
    return new Annotation(START + offset, value).setHost(host);
  }

  private static BinaryAnnotation binary(String key, byte[] value, AnnotationType type) {
    return new BinaryAnnotation(key, ByteBuffer.wrap(value), type);
  }

  private Span one(com.twitter.zipkin.thriftjava.Span span) {
    return read(List.of(span)).spans().toSpans().getFirst();
  }

  private Submission read(List<com.twitter.zipkin.thriftjava.Span> spans) {
    try {
      byte[] bytes =
          new TSerializer(new TBinaryProtocol.Factory())
              .serialize(new ZipkinCollector.submitZipkinBatch_args(spans));
      return reader.readSubmitZipkinBatch(bytes, 0);
    } catch (TException e) {
      throw new IllegalStateException(e);
    }
  }
}
