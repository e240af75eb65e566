package io.jaegerstack.wire.tchannel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.jaegerstack.wire.WireFormatException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Frames that no client sends, one by one.
class MalformedTChannelTest {
  /// Flags, a ttl of 1 s, no trace.
  private static final String CALL = "00 000003e8 " + "00".repeat(Tracing.BYTES);

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no version            | ''                                  | 2 bytes expected, 0 are left
          version 1             | 0001 0000                           | TChannel version is 1, expected 2
          headers that are not there | 0002 ffff                      | 2 bytes expected, 0 are left
          no host_port          | 0002 0000                           | init message has no header host_port
          no process_name       | 0002 0001 0009 686f73745f706f7274 0000 | init message has no header process_name
          a key beyond the end  | 0002 0001 00ff 61                   | 255 bytes expected, 1 are left
          """)
  void initIsRefused(String name, String hex, String message) {
    assertThatThrownBy(() -> InitMessage.read(frame(FrameType.INIT_REQUEST, hex)))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(" at byte ");
  }

  @Test
  void aLaterVersionIsRead() {
    String headers = "0002 0009 686f73745f706f7274 0000 000c 70726f636573735f6e616d65 0000";
    assertThat(InitMessage.read(frame(FrameType.INIT_REQUEST, "ffff" + headers)).version())
        .isEqualTo(65_535);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          empty                 | ''                                  | 1 bytes expected, 0 are left
          service beyond the end | CALL ff 61                         | 255 bytes expected, 1 are left
          129 headers           | CALL 00 81                          | 129 transport headers, expected at most 128
          headers that are not there | CALL 00 80                     | 1 bytes expected, 0 are left
          a header without key  | CALL 00 01 00 00                    | key of a transport header has 0 bytes
          a key of 17 bytes     | CALL 00 01 11 6161616161616161616161616161616161 00 | key of a transport header has 17 bytes
          a value past the frame | CALL 00 01 01 61 05 61             | 5 bytes expected, 1 are left
          a header twice        | CALL 00 02 01 61 00 01 61 00        | transport header occurs twice
          checksum type 4       | CALL 00 00 04                       | checksum type is 4, expected 0 to 3
          checksum type 255     | CALL 00 00 ff                       | checksum type is 255, expected 0 to 3
          no arguments          | CALL 00 00 00                       | 2 bytes expected, 0 are left
          argument past the frame | CALL 00 00 00 ffff 61             | 65535 bytes expected, 1 are left
          one argument          | CALL 00 00 00 0001 61               | call ends with argument 1, expected three
          four arguments        | CALL 00 00 00 0000 0000 0000 0000   | call has more than three arguments
          a wrong CRC-32        | CALL 00 00 01 00000001 0000 0000 0000 | CRC32 is 00000001, expected 00000000
          a wrong CRC-32C       | CALL 00 00 03 00000001 0000 0000 0000 | CRC32C is 00000001, expected 00000000
          a wrong FarmHash      | CALL 00 00 02 00000001 0000 0000 0000 | FARMHASH is 00000001, expected dc56d17a
          """)
  void callIsRefused(String name, String hex, String message) {
    assertThatThrownBy(() -> CallRequest.read(frame(FrameType.CALL_REQUEST, hex), 1_000))
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(" at byte ");
  }

  @Test
  void headersThatNobodyAsksForAreCheckedAndNotKept() {
    var headers = new StringBuilder("80 02 6173 06 746872696674 02 636e 01 61");
    for (int key = 0; key < 126; key++) {
      headers.append("03 6b").append("%04x".formatted(0x3000 + key)).append("01 62");
    }
    String hex = CALL + "00" + headers + "00 0000 0000 0000";
    CallRequest call = CallRequest.read(frame(FrameType.CALL_REQUEST, hex), 1_000);
    assertThat(call.headers()).containsOnly(entry("as", "thrift"), entry("cn", "a"));
    assertThat(call.arguments().isComplete()).isTrue();
  }

  @Test
  void aCallLargerThanTheLimitIsRefused() {
    Frame first =
        frame(FrameType.CALL_REQUEST, CALL.replaceFirst("00", "01") + "000000 0000 0000 0001 61");
    CallRequest call = CallRequest.read(first, 3);
    Frame more = frame(FrameType.CALL_REQUEST_CONTINUE, "01 00 0001 61");
    call.arguments().add(more);
    call.arguments().add(more);
    assertThatThrownBy(() -> call.arguments().add(more))
        .hasMessageContaining("call is larger than 3 bytes");
  }

  @Test
  void aMethodLongerThanTheProtocolAllowsIsRefused() {
    String method = "4001" + "61".repeat(0x4001);
    assertThatThrownBy(
            () ->
                CallRequest.read(frame(FrameType.CALL_REQUEST, CALL + "000000" + method), 1 << 20))
        .hasMessageContaining("argument 1 is longer than 16384 bytes");
  }

  @Test
  void theChecksumMayNotChangeBetweenFrames() {
    Frame first = frame(FrameType.CALL_REQUEST, CALL.replaceFirst("00", "01") + "000000 0000");
    CallRequest call = CallRequest.read(first, 1_000);
    assertThat(call.arguments().isComplete()).isFalse();
    Frame more = frame(FrameType.CALL_REQUEST_CONTINUE, "00 01 00000000 0000 0000 0000");
    assertThatThrownBy(() -> call.arguments().add(more))
        .hasMessageContaining("checksum is CRC32, expected NONE");
  }

  @Test
  void everyTruncationOfARealCallIsRefused() {
    byte[] whole = Conversation.frames("crc32", "client").get(1).bytes();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> CallRequest.read(new Frame(cut), 1 << 20))
          .as("cut to %d of %d bytes", length, whole.length)
          .isInstanceOf(WireFormatException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "000100016100016200, 1 bytes behind",
    "0001, 2 bytes expected",
    "ffff00, 2 bytes expected"
  })
  void applicationHeadersAreRead(String hex, String message) {
    var headers = new Argument();
    byte[] bytes = HexFormat.of().parseHex(hex);
    headers.add(bytes, 0, bytes.length);
    assertThatThrownBy(() -> ThriftHeaders.check(headers)).hasMessageContaining(message);
  }

  private static Frame frame(int type, String hex) {
    byte[] payload = HexFormat.of().parseHex(hex.replace("CALL", CALL).replace(" ", ""));
    return new FrameBuilder(type, 1).raw(payload, 0, payload.length).toFrame();
  }
}
