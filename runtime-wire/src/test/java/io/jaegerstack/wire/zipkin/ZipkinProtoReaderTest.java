package io.jaegerstack.wire.zipkin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
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
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Zipkin's second model in protobuf as Jaeger's collector understands it.
class ZipkinProtoReaderTest {
  private static final String TRACE_ID = "00000000000000010000000000000002";
  private static final String ID = "0000000000000003";

  private final ZipkinProtoReader reader = new ZipkinProtoReader(new InternTable());

  @Test
  void everyFieldHasItsPlace() {
    var local = message().addField(1, text("web")).addField(2, hex("7f000001"));
    var remote =
        message()
            .addField(1, text("db"))
            .addField(3, hex("20010db8000000000000000000000001"))
            .addField(4, varint(65_535));
    var annotation = message().addField(1, fixed64(1_700_000_000_000_100L)).addField(2, text("x"));
    var tag = message().addField(1, text("k")).addField(2, text("v"));
    var span =
        ids()
            .addField(2, hex("0000000000000004"))
            .addField(4, varint(2))
            .addField(5, text("get"))
            .addField(6, fixed64(1_700_000_000_000_000L))
            .addField(7, varint(250))
            .addField(8, bytes(local))
            .addField(9, bytes(remote))
            .addField(10, bytes(annotation))
            .addField(11, bytes(tag))
            .addField(12, varint(1))
            .addField(13, varint(1))
            .addField(99, varint(1));
    var trace = new TraceId(1, 2);
    assertThat(read(span).toSpans())
        .containsExactly(
            new Span(
                trace,
                new SpanId(3),
                "get",
                List.of(Reference.childOf(trace, new SpanId(4))),
                2,
                1_700_000_000_000_000_000L,
                250_000,
                List.of(
                    Tag.of("k", "v"),
                    Tag.of("peer.service", "db"),
                    new Tag(
                        "peer.ipv6",
                        new Tag.Binary(
                            HexFormat.of().parseHex("20010db8000000000000000000000001"))),
                    Tag.of("peer.port", 65_535L),
                    Tag.of("span.kind", "server")),
                List.of(new Log(1_700_000_000_000_100_000L, List.of(Tag.of("event", "x")))),
                new Process("web", List.of(Tag.of("ip", 0x7f000001L))),
                List.of()));
  }

  @Test
  void aShortTraceIdHasNoUpperHalf() {
    Span span =
        read(message().addField(1, hex("00000000000000ff")).addField(3, hex(ID)))
            .toSpans()
            .getFirst();
    assertThat(span.traceId()).isEqualTo(new TraceId(0, 255));
    assertThat(span.process().serviceName()).isEqualTo("unknown-service-name");
  }

  @Test
  void ofTagsOfOneKeyTheLastCounts() {
    String first = "0a016b" + "120131";
    String last = "0a016b" + "120132";
    assertThat(
            read(ids().addField(11, hex(first)).addField(11, hex(last)))
                .toSpans()
                .getFirst()
                .tags())
        .containsExactly(Tag.of("k", "2"));
  }

  @Test
  void nothingIsNoSpans() {
    assertThat(reader.read(new byte[0]).isEmpty()).isTrue();
  }

  @Test
  void aKindOfALaterModelSaysNothing() {
    assertThat(read(ids().addField(4, varint(77))).toSpans().getFirst().tags()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 00ff, trace id has 2 bytes",
    "1, '', trace id has 0 bytes",
    "2, 01, parent id has 1 bytes",
    "3, '', id has 0 bytes",
    "3, 000000000000000001, id has 9 bytes",
    "8, 1203010203, ipv4 has 3 bytes",
    "8, 1a03010203, ipv6 has 3 bytes",
    "9, 20ffffffffffffffffff01, port is -1",
    "9, 20808004, port is 65536",
  })
  void whatIsNotRightIsNamed(int field, String hex, String message) {
    assertThatThrownBy(() -> read(ids().addField(field, hex(hex))))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("at byte ");
  }

  @Test
  void aSpanWithoutIdsIsRefused() {
    assertThatThrownBy(() -> read(message().addField(3, hex(ID))))
        .hasMessageContaining("span has no trace id");
    assertThatThrownBy(() -> read(message().addField(1, hex(TRACE_ID))))
        .hasMessageContaining("span has no id");
  }

  @Test
  void everyTruncatedListIsRefused() {
    byte[] whole = message().addField(1, bytes(ids())).build().toByteArray();
    for (int length = 1; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> reader.read(cut)).isInstanceOf(WireFormatException.class);
    }
    assertThat(reader.read(whole).size()).isEqualTo(1);
  }

  private SpanBatch read(UnknownFieldSet.Builder span) {
    return reader.read(message().addField(1, bytes(span)).build().toByteArray());
  }

  private static UnknownFieldSet.Builder message() {
    return UnknownFieldSet.newBuilder();
  }

  private static UnknownFieldSet.Builder ids() {
    return message().addField(1, hex(TRACE_ID)).addField(3, hex(ID));
  }

  private static Field text(String text) {
    return Field.newBuilder().addLengthDelimited(ByteString.copyFromUtf8(text)).build();
  }

  private static Field hex(String hex) {
    return Field.newBuilder()
        .addLengthDelimited(ByteString.copyFrom(HexFormat.of().parseHex(hex)))
        .build();
  }

  private static Field bytes(UnknownFieldSet.Builder message) {
    return Field.newBuilder().addLengthDelimited(message.build().toByteString()).build();
  }

  private static Field varint(long value) {
    return Field.newBuilder().addVarint(value).build();
  }

  private static Field fixed64(long value) {
    return Field.newBuilder().addFixed64(value).build();
  }
}
