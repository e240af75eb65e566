package io.jaegerstack.collector.receiver.relay;

import com.github.luben.zstd.Zstd;
import io.jaegerstack.wire.relay.Codec;
import io.jaegerstack.wire.relay.FrameBodyBuilder;
import io.jaegerstack.wire.relay.FrameHeader;
import io.jaegerstack.wire.relay.Generation;
import io.jaegerstack.wire.relay.PacketKind;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/// A frame in the making, as an agent makes it.
final class TestFrame {
  private final Generation generation;
  private final long sequence;
  private final ByteBuffer memory = ByteBuffer.allocate(1 << 20);
  private FrameBodyBuilder body = FrameBodyBuilder.begin(memory, FrameBodyBuilder.tags(Map.of()));
  private int spans;
  private long lowest = 1;
  private Codec codec = Codec.NONE;

  private TestFrame(Generation generation, long sequence) {
    this.generation = generation;
    this.sequence = sequence;
  }

  static TestFrame of(Generation generation, long sequence) {
    return new TestFrame(generation, sequence);
  }

  /// With one packet of spans.
  static TestFrame of(Generation generation, long sequence, long... ids) {
    return of(generation, sequence)
        .packet(PacketKind.JAEGER_COMPACT, Packets.compact(ids), ids.length);
  }

  TestFrame tags(Map<String, String> tags) {
    memory.clear();
    body = FrameBodyBuilder.begin(memory, FrameBodyBuilder.tags(tags));
    return this;
  }

  TestFrame packet(PacketKind kind, byte[] packet, int counted) {
    body.add(kind, packet, 0, packet.length);
    spans += counted;
    return this;
  }

  boolean hasRoomFor(byte[] packet) {
    return body.hasRoomFor(packet.length + FrameHeader.BYTES);
  }

  TestFrame lowest(long number) {
    lowest = number;
    return this;
  }

  TestFrame zstd() {
    codec = Codec.ZSTD;
    return this;
  }

  byte[] unpacked() {
    return Arrays.copyOf(memory.array(), memory.position());
  }

  byte[] packed() {
    return codec == Codec.NONE ? unpacked() : Zstd.compress(unpacked());
  }

  FrameHeader header(int id) {
    byte[] packed = packed();
    return new FrameHeader(
        id,
        generation,
        sequence,
        lowest,
        codec,
        body.packets(),
        spans,
        memory.position(),
        FrameHeader.checksum(packed, 0, packed.length),
        packed.length);
  }

  /// The whole message.
  byte[] bytes(int id) {
    return bytes(header(id), packed());
  }

  static byte[] bytes(FrameHeader header, byte[] packed) {
    byte[] message = Arrays.copyOf(header.toBytes(), FrameHeader.BYTES + packed.length);
    System.arraycopy(packed, 0, message, FrameHeader.BYTES, packed.length);
    return message;
  }
}
