package io.jaegerstack.wire.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.wire.WireFormatException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MalformedProtoTest {
  private static final int FOUR_MEBIBYTES = 4 * 1024 * 1024;

  private final ApiV2Reader apiV2 = new ApiV2Reader(new InternTable());
  private final OtlpReader otlp = new OtlpReader(new InternTable());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          length past the end      | 0a7f00                     | length is 127, expected 0 to the 1 bytes left of the message at byte 1
          length of 2^63           | 0a80808080808080808001     | length is -9223372036854775808, expected 0
          length of 2^32           | 0a8080808010               | length is 4294967296, expected 0
          11-byte varint           | 08ffffffffffffffffffff01   | varint is longer than 10 bytes at byte 1
          varint cut off           | 08ff                       | message ends 1 bytes too early
          field number 0           | 0000                       | field tag is 0, expected 8 to 4294967295 at byte 0
          tag beyond 32 bits       | 888080808001               | field tag is 34359738376, expected 8
          start of a group         | 13                         | field 2 has wire type 3, expected 0, 1, 2 or 5
          end of a group           | 14                         | field 2 has wire type 4
          wire type 7              | 17                         | field 2 has wire type 7
          fixed64 cut off          | 1101020304                 | message ends 4 bytes too early
          fixed32 cut off          | 1501                       | message ends 3 bytes too early
          inner longer than outer  | 0a020a05 0000000000        | length is 5, expected 0 to the 0 bytes left of the message at byte 3
          """)
  void isRefusedByBothWithPlaceAndReason(String name, String hex, String message) {
    byte[] input = HexFormat.of().parseHex(hex.replace(" ", ""));
    for (Function<byte[], SpanBatch> reader :
        List.<Function<byte[], SpanBatch>>of(apiV2::read, otlp::read)) {
      assertThatThrownBy(() -> reader.apply(input))
          .as(name)
          .isInstanceOf(WireFormatException.class)
          .hasMessageContaining(message)
          .hasMessageContaining(" at byte ");
    }
  }

  @Test
  void everyTruncationIsReadOrRefused() {
    int refused = 0;
    for (byte[] request : ProtoSamples.apiV2()) {
      refused += truncations(request, apiV2::read);
    }
    for (byte[] request : ProtoSamples.otlp()) {
      refused += truncations(request, otlp::read);
    }
    assertThat(refused).isGreaterThan(10_000);
  }

  /// A request cut between two of its outermost fields is another good request.
  private static int truncations(byte[] request, Function<byte[], SpanBatch> reader) {
    int refused = 0;
    for (int length = 0; length < request.length; length++) {
      try {
        reader.apply(Arrays.copyOf(request, length)).toSpans();
      } catch (WireFormatException e) {
        refused++;
      }
    }
    return refused;
  }

  @Test
  void unknownFieldsOfTenMebibytesCostNothing() {
    var request = new ReverseWriter(16);
    byte[] unknown = new byte[10 * 1024 * 1024];
    request.bytesField(1000 << 3 | ProtoReader.BYTES, unknown, 0, unknown.length);
    byte[] input = request.toArray();
    assertThat(allocated(() -> apiV2.read(input))).isLessThan(64 * 1024);
    assertThat(allocated(() -> otlp.read(input))).isLessThan(64 * 1024);
  }

  /// The largest request that is taken, filled with the smallest things there are.
  @ParameterizedTest
  @CsvSource({
    "empty spans, 0a00, 0a",
    "empty references, 2200, 0a 0a",
    "small references, 220a12080000000000000001, 0a 0a",
    "empty tags, 4200, 0a 0a",
    "empty logs, 4a00, 0a 0a",
    "empty tags of logs, 1200, 0a 0a 4a",
    "empty tags of the process, 1200, 0a 12",
  })
  void theSmallestPartsInTheLargestRequestAreBoundedInMemory(
      String name, String part, String path) {
    byte[] request = filled(part, path);
    assertThat(allocated(() -> apiV2.read(request))).as(name).isLessThan(60L * FOUR_MEBIBYTES);
  }

  @ParameterizedTest
  @CsvSource({
    "empty resources, 0a00, ''",
    "empty scopes, 1200, 0a",
    "empty spans, 1200, 0a 12",
    "empty attributes, 4a00, 0a 12 12",
    "empty arrays, 4a0412022a00, 0a 12 12",
    "empty events, 5a00, 0a 12 12",
    "empty links, 6a00, 0a 12 12",
    "small links, 6a0a12080000000000000001, 0a 12 12",
    "empty elements of an array, 0a00, 0a 12 12 4a 12 2a",
    "empty entries of a kvlist, 0a00, 0a 12 12 4a 12 32",
    "entries of a kvlist, 0a050a0361622a, 0a 12 12 4a 12 32",
  })
  void theSmallestPartsOfOtlpAreBoundedInMemory(String name, String part, String path) {
    byte[] request = filled(part, path);
    assertThat(allocated(() -> readOrRefuse(request))).as(name).isLessThan(60L * FOUR_MEBIBYTES);
  }

  private void readOrRefuse(byte[] request) {
    try {
      otlp.read(request);
    } catch (WireFormatException e) {
      assertThat(e.kind()).isEqualTo(WireFormatException.Kind.MALFORMED);
    }
  }

  /// A request of 4 MiB that repeats `part` inside messages with the tags of `path`, outermost
  /// first.
  private static byte[] filled(String part, String path) {
    byte[] bytes = HexFormat.of().parseHex(part);
    var content = new byte[FOUR_MEBIBYTES / bytes.length * bytes.length];
    for (int i = 0; i < content.length; i += bytes.length) {
      System.arraycopy(bytes, 0, content, i, bytes.length);
    }
    byte[] message = content;
    byte[] tags = HexFormat.of().parseHex(path.replace(" ", ""));
    for (int i = tags.length - 1; i >= 0; i--) {
      var out = new ReverseWriter(16);
      out.bytesField(tags[i], message, 0, message.length);
      message = out.toArray();
    }
    return message;
  }

  private static long allocated(Runnable read) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    read.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
