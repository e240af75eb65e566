package io.jaegerstack.wire.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.wire.Bytes;
import io.jaegerstack.wire.Datagrams;
import io.jaegerstack.wire.WireFormatException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The list of bad datagrams that every thrift reader has to survive, one by one.
class MalformedThriftTest {
  /// Compact: call of emitBatch, then argument 1, a struct.
  private static final String CALL = "822101" + "09656d69744261746368" + "1c";

  /// Argument 1, in it process {serviceName "a"}.
  private static final String PROCESS = "1c18016100";

  private final ThriftBatchReader reader = new ThriftBatchReader(new InternTable());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          empty                 | ''                                | input ends 1 bytes too early for a value at byte 0
          one byte              | 82                                | input ends 1 bytes too early for a value at byte 1
          binary on this port   | 8001000100000009656d69744261746368 | first byte is 128, expected 130 (compact thrift) at byte 0
          another version       | 822201                            | compact thrift version is 2, expected 1 at byte 1
          33,554,432 spans      | CALL 29 fc 80808010               | collection of 33554432 elements, expected what fits in the 0 bytes left at byte 15
          2^31-1 spans          | CALL 29 fc ffffffff07 00          | collection of 2147483647 elements
          -1 spans              | CALL 29 fc ffffffff0f 00          | collection of -1 elements
          list of strings       | CALL 29 18 0161                   | list of spans has element type 11, expected structs
          string beyond input   | CALL 1c 18 7f 61                  | length is 127, expected 0 to the 1 bytes left
          string of -1          | CALL 1c 18 ffffffff0f             | length is -1, expected
          unending varint       | CALL 1c 18 ffffffffffffffffffffff | varint is longer than 5 bytes
          unending long varint  | CALL 36 ffffffffffffffffffffff    | varint is longer than 10 bytes
          type 14               | CALL 1e 00                        | unknown compact thrift type 14
          type 15               | CALL 1f 00                        | unknown compact thrift type 15
          no process            | CALL 290c 00 00                   | Batch ends without its required field 1
          no spans              | CALL PROCESS 00 00                | Batch ends without its required field 2
          no service name       | CALL 1c 00 190c 00 00             | Process ends without its required field 1
          span without fields   | CALL PROCESS 191c 00 00 00        | Span ends without its required field 1
          no argument           | 822101 09656d69744261746368 00    | emitBatch ends without its argument 1
          reply                 | 824101 09656d69744261746368 00    | message type is 2, expected a call (1 or 4)
          """)
  void isRefusedWithPlaceAndReason(String name, String hex, String message) {
    assertThatThrownBy(() -> reader.readEmitBatch(bytes(hex), ThriftProtocol.COMPACT))
        .as(name)
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(" at byte ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          compact on this port | 82 21 01 09 656d69744261746368     | binary thrift version is 8221, expected 8001
          name of 1 GiB        | 40000000 65                        | length is 1073741824, expected 0 to the 1 bytes left
          2^31-1 spans         | STRICT 0c0001 0f0002 0c 7fffffff 00 | collection of 2147483647 elements
          -1 spans             | STRICT 0c0001 0f0002 0c ffffffff 00 | collection of -1 elements
          type 17              | STRICT 110001 00                   | unknown thrift type 17
          type -1              | STRICT ff0001 00                   | unknown thrift type -1
          """)
  void isRefusedInBinaryToo(String name, String hex, String message) {
    String strict = "80010001" + "00000009656d69744261746368" + "00000000";
    assertThatThrownBy(
            () -> reader.readEmitBatch(bytes(hex.replace("STRICT", strict)), ThriftProtocol.BINARY))
        .as(name)
        .isInstanceOf(WireFormatException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aTinyDatagramThatClaimsMillionsOfSpansCostsNextToNothing() {
    byte[] packet = bytes("CALL 29 fc 80808010");
    assertThat(packet.length).isLessThan(21);
    refuse(packet);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    refuse(packet);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4096);
  }

  @Test
  void fieldsInsideFieldsAreFollowedToSixtyFour() {
    // Field 5 of Batch, unknown: structs in each other's field 1.
    String inner = "1c".repeat(63);
    String stops = "00".repeat(64);
    byte[] deepest = bytes("CALL PROCESS 190c 3c" + inner + stops + "0000");
    assertThat(reader.readEmitBatch(deepest, ThriftProtocol.COMPACT).spans().isEmpty()).isTrue();
    for (int depth : new int[] {65, 10_000}) {
      byte[] deeper =
          bytes("CALL PROCESS 190c 3c" + "1c".repeat(depth - 1) + "00".repeat(depth) + "0000");
      assertThatThrownBy(() -> reader.readEmitBatch(deeper, ThriftProtocol.COMPACT))
          .isInstanceOf(WireFormatException.class)
          .hasMessageContaining("unknown fields are nested deeper than 64");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3b 01 88 0161 0162", // map string to string
        "3b 01 5b 02 01 11 01 02", // map i32 to map bool to bool
        "3b 00", // empty map
        "39 15 02", // list of one i32
        "3a 28 0161 0162", // set of strings
        "31", // true
        "33 7f", // byte
        "34 04", // i16
        "37 0000000000000000", // double
        "38 0161", // string
        "3d 00112233445566778899aabbccddeeff" // uuid
      })
  void unknownFieldsOfEveryTypeArePassedOver(String field) {
    byte[] packet = bytes("CALL PROCESS 190c" + field + "0000");
    AgentMessage message = reader.readEmitBatch(packet, ThriftProtocol.COMPACT);
    assertThat(message.process().serviceName().text()).isEqualTo("a");
  }

  @Test
  void theLastOfEqualFieldsCounts() {
    byte[] packet = bytes("CALL 1c 180161 08 02 0162 00 190c 0000");
    assertThat(reader.readEmitBatch(packet, ThriftProtocol.COMPACT).process().serviceName().text())
        .isEqualTo("b");
  }

  @Test
  void anUnknownFieldCannotStandForARequiredOne() {
    // Span with field 33 (33 mod 32 is 1) in place of field 1.
    byte[] packet = bytes("CALL PROCESS 191c 06 42 02 00 0000");
    assertThatThrownBy(() -> reader.readEmitBatch(packet, ThriftProtocol.COMPACT))
        .hasMessageContaining("Span ends without its required field 1");
  }

  @Test
  void everyTruncationOfARealDatagramIsRefused() {
    for (String client : new String[] {"go", "python", "node"}) {
      var protocol = client.equals("node") ? ThriftProtocol.BINARY : ThriftProtocol.COMPACT;
      for (byte[] datagram : Datagrams.of(client)) {
        for (int length = 0; length < datagram.length; length++) {
          byte[] cut = Arrays.copyOf(datagram, length);
          assertThatThrownBy(() -> reader.readEmitBatch(cut, protocol))
              .as("%s cut to %d of %d bytes", client, length, datagram.length)
              .isInstanceOf(WireFormatException.class);
        }
        assertThat(reader.readEmitBatch(datagram, protocol).spans().isEmpty()).isFalse();
      }
    }
  }

  @Test
  void bytesAfterTheMessageAreIgnored() {
    byte[] datagram = Bytes.concat(Datagrams.of("go").getFirst(), new byte[] {1, 2, 3});
    assertThat(reader.readEmitBatch(datagram, ThriftProtocol.COMPACT).spans().size()).isEqualTo(3);
  }

  private void refuse(byte[] packet) {
    try {
      reader.readEmitBatch(packet, ThriftProtocol.COMPACT);
    } catch (WireFormatException expected) {
      return;
    }
    throw new AssertionError("read without complaint");
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of()
        .parseHex(hex.replace("CALL", CALL).replace("PROCESS", PROCESS).replace(" ", ""));
  }
}
