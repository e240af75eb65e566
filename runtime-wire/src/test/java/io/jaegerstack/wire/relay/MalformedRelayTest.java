package io.jaegerstack.wire.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.wire.WireFormatException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Messages that neither side sends, one by one.
class MalformedRelayTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nothing               | ''                                  | 4 bytes expected, 0 are left
          another protocol      | 47455420 2f                         | magic is 0x47455420, expected 0x4a535259
          a tenant past the end | 4a535259 01 ffff 61                 | 65535 bytes expected, 1 are left
          no name               | 4a535259 01 0000                    | 2 bytes expected, 0 are left
          """)
  void helloIsRefused(String name, String hex, String message) {
    byte[] bytes = bytes(hex);
    assertRefused(() -> Hello.read(bytes, 0, bytes.length), message);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no magic              | 00000000 01 00                      | magic is 0x00000000
          an unknown status     | 4a535259 01 05 00000001 00000001 0000 | status is 5, expected 0 to 4
          too large a message   | 4a535259 01 00 80000000 00000001 0000 | largest message is 2147483648
          too large a window    | 4a535259 01 00 00000001 ffffffff 0000 | window is 4294967295
          """)
  void welcomeIsRefused(String name, String hex, String message) {
    byte[] bytes = bytes(hex);
    assertRefused(() -> Welcome.read(bytes, 0, bytes.length), message);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          number 0              | 0000000000000000 0000000000000000 00 00000001 00000001 00000005 | sequence number is 0 and the lowest 0
          lowest 0              | 0000000000000001 0000000000000000 00 00000001 00000001 00000005 | sequence number is 1 and the lowest 0
          lowest above          | 0000000000000001 0000000000000002 00 00000001 00000001 00000005 | sequence number is 1 and the lowest 2
          number of 64 bits     | ffffffffffffffff 0000000000000001 00 00000001 00000001 00000005 | sequence number is 18446744073709551615
          codec 2               | 0000000000000001 0000000000000001 02 00000001 00000001 00000005 | codec is 2, expected 0 to 1
          too many packets      | 0000000000000001 0000000000000001 01 ffffffff 00000001 00000005 | number of packets is 4294967295
          too many spans        | 0000000000000001 0000000000000001 01 00000001 80000000 00000005 | number of spans is 2147483648
          too large a body      | 0000000000000001 0000000000000001 01 00000001 00000001 80000000 | unpacked size is 2147483648
          another size          | 0000000000000001 0000000000000001 00 00000001 00000001 00000006 | unpacked size is 6, expected the 5 bytes of the body
          """)
  void frameHeaderIsRefused(String name, String hex, String message) {
    byte[] bytes = bytes("00000001" + "11".repeat(16) + hex + "00000000");
    int length = 1 + FrameHeader.FIXED_BYTES + 5;
    assertRefused(() -> FrameHeader.read(bytes, 0, length), message);
  }

  @Test
  void aFrameShorterThanItsHeaderIsRefused() {
    assertRefused(
        () -> FrameHeader.read(new byte[64], 0, FrameHeader.FIXED_BYTES),
        "frame of 53 bytes, expected at least 54");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no tags               | ''                                  | 2 bytes expected, 0 are left
          tags that are not there | 0001                              | 2 bytes expected, 0 are left
          too many tags         | 0041                                | 65 agent tags, expected at most 64
          a key past the end    | 0001 0003 6161                      | 3 bytes expected, 2 are left
          a value past the end  | 0001 0000 0001                      | 1 bytes expected, 0 are left
          a kind alone          | 0000 01                             | 4 bytes expected, 0 are left
          a packet past the end | 0000 01 00000002 00                 | 2 bytes expected, 1 are left
          a negative length     | 0000 01 ffffffff 00                 | length of a packet is 4294967295
          a second past the end | 0000 01 00000001 00 01 00000001     | 1 bytes expected, 0 are left
          """)
  void bodyIsRefused(String name, String hex, String message) {
    byte[] bytes = bytes(hex + "0000000000");
    assertRefused(() -> walk(bytes, bytes.length - 5), message);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no count              | 00                                  | 2 bytes expected, 1 are left
          fewer than it says    | 0001                                | 4 bytes expected, 0 are left
          outcome 4             | 0001 00000001 04 00000000 00000000 00000000 0000 | outcome is 4, expected 0 to 3
          more than it says     | 0000 00                             | 1 bytes after the end of the receipts
          too many stored       | 0001 00000001 00 80000000 00000000 00000000 0000 | number of spans stored is 2147483648
          a text past the end   | 0001 00000001 00 00000000 00000000 00000000 0001 | 1 bytes expected, 0 are left
          """)
  void receiptsAreRefused(String name, String hex, String message) {
    byte[] bytes = bytes(hex);
    assertRefused(() -> Receipts.read(bytes, 0, bytes.length), message);
  }

  @Test
  void everyTruncationOfReceiptsIsRefused() {
    byte[] whole = Receipts.toBytes(List.of(Receipt.settled(1, 2, 3), Receipt.rejected(2, "no")));
    for (int length = MessageType.PREFIX_BYTES; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Receipts.read(cut, MessageType.PREFIX_BYTES, cut.length))
          .as("cut to %d of %d bytes", length, whole.length)
          .isInstanceOf(WireFormatException.class);
    }
  }

  @Test
  void lengthsThatNoMessageHasAreRefused() {
    assertRefused(() -> MessageType.checkLength(0, 10), "message of 0 bytes, expected 1 to 10");
    assertRefused(() -> MessageType.checkLength(11, 10), "message of 11 bytes, expected 1 to 10");
    assertRefused(
        () -> MessageType.checkLength(-1, Integer.MAX_VALUE), "message of 4294967295 bytes");
    assertThat(MessageType.checkLength(10, 10)).isEqualTo(10);
  }

  private static void walk(byte[] bytes, int end) {
    var body = new FrameBody(bytes, 0, end);
    while (body.next()) {
      assertThat(body.offset() + body.length()).isLessThanOrEqualTo(end);
    }
  }

  private static void assertRefused(Runnable reading, String message) {
    assertThatThrownBy(reading::run)
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(" at byte ");
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
