package io.jaegerstack.wire.tchannel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ThriftCallsTest {
  private static final int ENOUGH = 1 << 24;

  private final RandomGenerator random =
      RandomGeneratorFactory.of("L64X128MixRandom").create(20261122);

  @Test
  void callsOfEverySizeAroundAFramesEndAreReadAsWritten() {
    for (int size = 65_300; size < 65_600; size++) {
      roundTrip(size);
      roundTrip(size + 65_510);
    }
    for (int size : new int[] {0, 1, 2, 3, 1_000_000}) {
      roundTrip(size);
    }
  }

  private void roundTrip(int size) {
    byte[] body = bytes(size);
    List<Frame> frames = ThriftCalls.request(7, 1_000, "a", "b", "S::m", body);
    assertThat(frames).allMatch(frame -> frame.id() == 7);
    CallRequest call = CallRequest.read(frames.getFirst(), ENOUGH);
    frames.stream().skip(1).forEach(call.arguments()::add);
    assertThat(call.ttlMillis()).isEqualTo(1_000);
    assertThat(call.arguments().method()).isEqualTo("S::m");
    ThriftHeaders.check(call.arguments().headers());
    assertThat(content(call.arguments().body())).as("body of %d bytes", size).isEqualTo(body);
  }

  @ParameterizedTest
  @EnumSource(Checksum.Kind.class)
  void answersCarryTheCallersChecksum(Checksum.Kind kind) {
    CallRequest call = call(kind, new byte[] {1, 2, 3});
    byte[] result = bytes(100_000);
    List<Frame> frames = ThriftCalls.response(9, call, result);
    assertThat(frames).hasSize(2);
    CallResponse response = CallResponse.read(frames.getFirst(), ENOUGH);
    response.arguments().add(frames.get(1));
    assertThat(response.ok()).isTrue();
    assertThat(response.arguments().checksumKind()).isEqualTo(kind);
    assertThat(content(response.arguments().body())).isEqualTo(result);
  }

  /// As a client that streams may cut a call: anywhere.
  @Test
  void piecesMayEndAnywhere() {
    for (int round = 0; round < 200; round++) {
      byte[][] arguments = {bytes(random.nextInt(9)), {0, 0}, bytes(random.nextInt(40))};
      var read = readInPieces(arguments);
      assertThat(read.method().getBytes(java.nio.charset.StandardCharsets.UTF_8).length)
          .isGreaterThanOrEqualTo(arguments[0].length);
      assertThat(content(read.headers())).isEqualTo(arguments[1]);
      assertThat(content(read.body())).isEqualTo(arguments[2]);
    }
  }

  private CallArguments readInPieces(byte[][] arguments) {
    var checksum = new Checksum(Checksum.Kind.CRC32C);
    CallArguments read = null;
    var frame = new ArrayList<byte[]>();
    for (int i = 0; i < arguments.length; i++) {
      for (int at = 0; ; ) {
        int end = at + random.nextInt(arguments[i].length - at + 1);
        frame.add(Arrays.copyOfRange(arguments[i], at, end));
        checksum.update(arguments[i], at, end - at);
        at = end;
        boolean last = at == arguments[i].length;
        if (!last || random.nextBoolean() || i == 2) {
          boolean more = !(last && i == 2);
          read = add(read, frame, checksum.value(), more);
          frame.clear();
          if (last && more) {
            frame.add(new byte[0]);
          }
        }
        if (last) {
          break;
        }
      }
    }
    return read;
  }

  private static CallArguments add(
      CallArguments read, List<byte[]> pieces, int checksum, boolean more) {
    int flags = more ? CallArguments.MORE_FOLLOWS : 0;
    var out = new FrameBuilder(FrameType.CALL_REQUEST_CONTINUE, 1).int8(flags);
    out.int8(Checksum.Kind.CRC32C.code()).int32(checksum);
    pieces.forEach(piece -> out.int16(piece.length).raw(piece, 0, piece.length));
    Frame frame = out.toFrame();
    if (read != null) {
      read.add(frame);
      return read;
    }
    FrameCursor in = frame.payload();
    return CallArguments.begin(in, in.int8(), ENOUGH);
  }

  @ParameterizedTest
  @CsvSource({
    "0, dc56d17a",
    "1, 5a5b4c6f",
    "3, 185b35d4",
    "4, 4a008ab0",
    "5, ca756cd4",
    "8, c464f31d",
    "12, e901fb3e",
    "13, 56140dbf",
    "17, ed0a1d77",
    "24, ad2b3f06",
    "25, d2fe5b51",
    "40, afc50ac2",
    "41, aaf97845",
    "100, 0526d611",
    "1000, 41f65377"
  })
  void farmHashIsThatOfOthers(int length, String expected) {
    // By github.com/dgryski/go-farm, the implementation that Jaeger 1.17.1 depends on.
    var bytes = new byte[length + 2];
    for (int i = 0; i < length; i++) {
      bytes[i + 1] = (byte) (i * 7 + 3 + i / 13);
    }
    assertThat("%08x".formatted(FarmHash.fingerprint32(bytes, 1, length))).isEqualTo(expected);
  }

  private static CallRequest call(Checksum.Kind kind, byte[] body) {
    return CallRequest.read(TChannelSamples.call(kind, "S::m", body), ENOUGH);
  }

  private static byte[] content(Argument argument) {
    return Arrays.copyOfRange(
        argument.bytes(), argument.offset(), argument.offset() + argument.length());
  }

  private byte[] bytes(int size) {
    var bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
