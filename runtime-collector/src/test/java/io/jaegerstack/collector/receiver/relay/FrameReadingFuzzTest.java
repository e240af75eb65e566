package io.jaegerstack.collector.receiver.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.collector.receiver.ReceiverCounts;
import io.jaegerstack.fuzzing.Decoder;
import io.jaegerstack.fuzzing.FuzzTarget;
import io.jaegerstack.fuzzing.FuzzTests;
import io.jaegerstack.fuzzing.Grammar;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.wire.WireFormatException;
import io.jaegerstack.wire.relay.Codec;
import io.jaegerstack.wire.relay.FrameHeader;
import io.jaegerstack.wire.relay.Generation;
import io.jaegerstack.wire.relay.PacketKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Whatever is in a frame whose checksum is right is read, left out or refused: packed and plain.
class FrameReadingFuzzTest {
  private static final int MOST = 64 * 1024;
  private static final Generation AGENT = new Generation(1, 2);
  private static final int UNPACKED = sample().unpacked().length;

  private final ReceiverCounts counts = new ReceiverCounts(Metrics.empty());

  @TestFactory
  Stream<DynamicTest> frames() {
    return FuzzTests.of(
        List.of(
            target("relay frame", Codec.NONE, sample().unpacked()),
            target("relay frame in zstd", Codec.ZSTD, sample().zstd().packed())));
  }

  private FuzzTarget<FrameContents> target(String name, Codec codec, byte[] sample) {
    return FuzzTarget.<FrameContents>of(
            name, Grammar.ofTokens(List.of(new byte[4])), List.of(sample), () -> reader(codec))
        .refusing(WireFormatException.class)
        .allocating(64, 4L * MOST)
        .checking(
            (input, contents) ->
                assertThat(contents.parts().stream().mapToInt(part -> part.batch().size()).sum())
                    .isEqualTo(contents.spans()));
  }

  private Decoder<FrameContents> reader(Codec codec) {
    var reading = new FrameReading(new InternTable(), counts, MOST);
    return body -> {
      byte[] packed = Arrays.copyOf(body, body.length);
      int unpacked = codec == Codec.NONE ? packed.length : UNPACKED;
      int crc = FrameHeader.checksum(packed, 0, packed.length);
      return reading.read(
          new FrameHeader(1, AGENT, 1, 1, codec, 3, 9, unpacked, crc, packed.length), packed);
    };
  }

  private static TestFrame sample() {
    return TestFrame.of(AGENT, 1)
        .tags(Map.of("node", "n-1"))
        .packet(PacketKind.JAEGER_COMPACT, Packets.compact(11, 12), 2)
        .packet(PacketKind.JAEGER_BINARY, Packets.binary(13), 1)
        .packet(PacketKind.OTLP, Packets.otlp(15), 1);
  }
}
