package io.jaegerstack.wire.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Each message against bytes spelled out by hand from ADR 015, and back.
class RelayMessagesTest {
  private static final int PREFIX = MessageType.PREFIX_BYTES;

  @Test
  void helloIsMagicVersionTenantAndName() {
    var hello = new Hello("acme", "node-1");
    byte[] bytes = hello.toBytes();
    assertHex(bytes, "00000014 01 4a535259 01 0004 61636d65 0006 6e6f64652d31");
    assertThat(Hello.read(bytes, PREFIX, bytes.length)).isEqualTo(hello);
  }

  @Test
  void helloOfALaterVersionMaySayMore() {
    byte[] bytes = bytes("4a535259 07 0000 0001 61 ffff");
    assertThat(Hello.read(bytes, 0, bytes.length)).isEqualTo(new Hello(7, "", "a"));
  }

  @Test
  void welcomeSaysVersionStatusAndLimits() {
    var welcome = Welcome.of(0x100000, 0x800000);
    byte[] bytes = welcome.toBytes();
    assertHex(bytes, "00000011 02 4a535259 01 00 00100000 00800000 0000");
    assertThat(Welcome.read(bytes, PREFIX, bytes.length)).isEqualTo(welcome);
  }

  @Test
  void aRefusalSaysWhy() {
    var refusal = Welcome.refusal(Welcome.Status.TENANT, "who");
    byte[] bytes = refusal.toBytes();
    assertHex(bytes, "00000014 02 4a535259 01 02 00000000 00000000 0003 77686f");
    assertThat(Welcome.read(bytes, PREFIX, bytes.length)).isEqualTo(refusal);
  }

  @Test
  void frameHeaderIsFollowedByItsBody() {
    byte[] body = "123456789".getBytes(StandardCharsets.US_ASCII);
    var header = header(9, FrameHeader.checksum(body, 0, 9));
    byte[] bytes = header.toBytes();
    assertThat(bytes).hasSize(FrameHeader.BYTES);
    assertHex(
        bytes,
        """
        0000003f 03 00000007 000102030405060708090a0b0c0d0e0f 0000000000000005 0000000000000003
        01 00000002 00000014 00000040 e3069283
        """);
    assertThat(FrameHeader.read(bytes, PREFIX, 0x3f)).isEqualTo(header);
    assertThat(header.messageBytes()).isEqualTo(4 + 0x3f);
  }

  @Test
  void theChecksumOfABufferLeavesItsPosition() {
    ByteBuffer body = ByteBuffer.wrap("x123456789".getBytes(StandardCharsets.US_ASCII));
    body.position(1);
    assertThat(FrameHeader.checksum(body)).isEqualTo(0xe3069283);
    assertThat(body.position()).isEqualTo(1);
  }

  @Test
  void aFrameSentAgainChangesItsIdAndTheLowestNumberOnly() {
    FrameHeader again = header(9, 1).withId(1).withLowest(4);
    assertThat(again.id()).isEqualTo(1);
    assertThat(again.lowest()).isEqualTo(4);
    assertThat(again.withId(7).withLowest(3)).isEqualTo(header(9, 1));
  }

  @Test
  void aBodyIsTagsThenPackets() {
    var tags = new LinkedHashMap<String, String>();
    tags.put("zone", "a");
    tags.put("host", "b");
    var memory = ByteBuffer.allocate(100);
    memory.put((byte) 0x55);
    var body = FrameBodyBuilder.begin(memory, FrameBodyBuilder.tags(tags));
    assertThat(body.add(PacketKind.JAEGER_COMPACT, new byte[] {9, 1, 2, 9}, 1, 2)).isTrue();
    assertThat(body.add(PacketKind.OTLP, ByteBuffer.wrap(new byte[] {3}))).isTrue();
    assertThat(body.packets()).isEqualTo(2);
    byte[] written = new byte[memory.position()];
    memory.flip().get(written);
    assertHex(
        written,
        "55 0002 0004 7a6f6e65 0001 61 0004 686f7374 0001 62 01 00000002 0102 03 00000001 03");

    var read = new FrameBody(written, 1, written.length);
    assertThat(read.agentTags()).containsExactlyEntriesOf(tags);
    assertThat(read.next()).isTrue();
    assertThat(read.kind()).isEqualTo(PacketKind.JAEGER_COMPACT);
    assertThat(new String(written, read.offset(), read.length(), StandardCharsets.US_ASCII))
        .isEqualTo("\u0001\u0002");
    assertThat(read.next()).isTrue();
    assertThat(read.kind()).isEqualTo(PacketKind.OTLP);
    assertThat(read.length()).isEqualTo(1);
    assertThat(read.next()).isFalse();
  }

  @Test
  void aPacketThatHasNoRoomLeavesTheBodyAsItWas() {
    var memory = ByteBuffer.allocate(2 + 5 + 3);
    var body = FrameBodyBuilder.begin(memory, FrameBodyBuilder.tags(Map.of()));
    assertThat(body.add(PacketKind.OTLP, new byte[4], 0, 4)).isFalse();
    assertThat(memory.position()).isEqualTo(2);
    assertThat(body.add(PacketKind.OTLP, new byte[3], 0, 3)).isTrue();
    assertThat(body.add(PacketKind.OTLP, new byte[0], 0, 0)).isFalse();
    assertThat(body.packets()).isEqualTo(1);
  }

  @Test
  void aPacketOfALaterKindIsPassedByItsLength() {
    byte[] body = bytes("0000 7f 00000002 ffff 02 00000000");
    var read = new FrameBody(body, 0, body.length);
    assertThat(read.next()).isTrue();
    assertThat(read.kind()).isEqualTo(PacketKind.UNKNOWN);
    assertThat(read.next()).isTrue();
    assertThat(read.kind()).isEqualTo(PacketKind.JAEGER_BINARY);
    assertThat(read.next()).isFalse();
  }

  @Test
  void receiptsAreReadAsWritten() {
    var receipts =
        List.of(
            Receipt.settled(1, 20, 3),
            Receipt.settledBefore(2),
            Receipt.comeBack(-1, 0, 0, Duration.ofSeconds(2), "ä"),
            Receipt.rejected(4, ""));
    byte[] bytes = Receipts.toBytes(receipts);
    assertHex(
        bytes,
        """
        00000051 04 0004
        00000001 00 00000014 00000003 00000000 0000
        00000002 01 00000000 00000000 00000000 0000
        ffffffff 02 00000000 00000000 000007d0 0002 c3a4
        00000004 03 00000000 00000000 00000000 0000
        """);
    assertThat(Receipts.read(bytes, PREFIX, bytes.length)).isEqualTo(receipts);
  }

  @Test
  void theMostReceiptsWithTheLongestTextsStayBelowWhatAnAgentReads() {
    var longest = Receipt.rejected(1, "ü".repeat(1_000));
    byte[] bytes = Receipts.toBytes(Collections.nCopies(Receipts.MOST, longest));
    assertThat(bytes.length - MessageType.LENGTH_BYTES)
        .isLessThanOrEqualTo(MessageType.MAX_FROM_COLLECTOR);
    assertThat(Receipts.read(bytes, PREFIX, bytes.length).getLast().message())
        .isEqualTo("ü".repeat(250));
    assertThatThrownBy(() -> Receipts.toBytes(Collections.nCopies(Receipts.MOST + 1, longest)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1025 receipts, expected at most 1024");
  }

  @Test
  void heartbeatAndGoAway() {
    assertHex(MessageType.heartbeat(), "00000001 05");
    byte[] bytes = new GoAway("age").toBytes();
    assertHex(bytes, "00000006 06 0003 616765");
    assertThat(GoAway.read(bytes, PREFIX, bytes.length)).isEqualTo(new GoAway("age"));
  }

  @Test
  void aTextThatIsCutEndsWithAWholeCharacter() {
    byte[] bytes = new GoAway("a" + "€".repeat(200)).toBytes();
    assertThat(GoAway.read(bytes, PREFIX, bytes.length).why()).isEqualTo("a" + "€".repeat(166));
  }

  @Test
  void tenantsAndTagsThatTwoBytesCannotTellAreNotWritten() {
    String longest = "a".repeat(0x10000);
    assertThatThrownBy(() -> new Hello(longest, "").toBytes())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tenant of 65536 bytes, expected at most 65535");
    assertThatThrownBy(() -> FrameBodyBuilder.tags(Map.of("k", longest)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("value of an agent tag of 65536 bytes, expected at most 65535");
  }

  @Test
  void moreTagsThanAFrameTakesAreNotWritten() {
    Map<String, String> many =
        IntStream.rangeClosed(0, FrameBody.MOST_TAGS)
            .boxed()
            .collect(Collectors.toMap(i -> "k" + i, i -> "v"));
    assertThatThrownBy(() -> FrameBodyBuilder.tags(many))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("65 agent tags, expected at most 64");
    assertThatThrownBy(() -> FrameBodyBuilder.tags(Map.of("k", "a".repeat(0x4000))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("agent tags take 16391 bytes, expected at most 16384");
  }

  @Test
  void generationsDifferAndAreReadFromTheirText() {
    var generation = Generation.random();
    assertThat(generation).isNotEqualTo(Generation.random());
    assertThat(Generation.parse(generation.toString())).isEqualTo(generation);
    assertThat(new Generation(1, -1)).hasToString("0000000000000001ffffffffffffffff");
    assertThatThrownBy(() -> Generation.parse("12"))
        .hasMessage("generation is \"12\", expected 32 hexadecimal digits");
  }

  private static FrameHeader header(int bodyBytes, int crc) {
    var generation = new Generation(0x0001020304050607L, 0x08090a0b0c0d0e0fL);
    return new FrameHeader(7, generation, 5, 3, Codec.ZSTD, 2, 20, 64, crc, bodyBytes);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
  }

  private static void assertHex(byte[] bytes, String hex) {
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(hex.replaceAll("\\s", ""));
  }
}
