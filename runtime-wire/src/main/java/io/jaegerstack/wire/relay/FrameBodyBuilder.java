package io.jaegerstack.wire.relay;

import java.nio.ByteBuffer;
import java.util.Map;

/// Writes the body of a frame, as long as it has room, into memory that the caller gives and takes
/// back: a chunk that is used again and again.
public final class FrameBodyBuilder {
  /// Bytes that a packet takes beside its own.
  public static final int PACKET_PREFIX_BYTES = 1 + 4;

  private final ByteBuffer out;
  private int packets;

  private FrameBodyBuilder(ByteBuffer out) {
    this.out = out;
  }

  /// A body into `memory` from its position on.
  ///
  /// @param agentTags what [#tags(Map)] made
  public static FrameBodyBuilder begin(ByteBuffer memory, byte[] agentTags) {
    return new FrameBodyBuilder(memory.put(agentTags));
  }

  /// What a body begins with; the same for every frame of an agent.
  ///
  /// @throws IllegalArgumentException where there are too many, or one is too long
  public static byte[] tags(Map<String, String> agentTags) {
    if (agentTags.size() > FrameBody.MOST_TAGS) {
      throw new IllegalArgumentException(
          "%d agent tags, expected at most %d".formatted(agentTags.size(), FrameBody.MOST_TAGS));
    }
    int bytes = 2;
    for (var tag : agentTags.entrySet()) {
      bytes += 4 + Texts.whole("key of an agent tag", tag.getKey()).length;
      bytes += Texts.whole("value of an agent tag", tag.getValue()).length;
    }
    if (bytes > FrameBody.MOST_TAG_BYTES) {
      throw new IllegalArgumentException(
          "agent tags take %d bytes, expected at most %d"
              .formatted(bytes, FrameBody.MOST_TAG_BYTES));
    }
    var out = ByteBuffer.allocate(bytes).putShort((short) agentTags.size());
    agentTags.forEach((key, value) -> text(text(out, key), value));
    return out.array();
  }

  private static ByteBuffer text(ByteBuffer out, String text) {
    byte[] bytes = Texts.whole("agent tag", text);
    return out.putShort((short) bytes.length).put(bytes);
  }

  /// Whether a packet of `length` bytes still fits in.
  public boolean hasRoomFor(int length) {
    return out.remaining() - PACKET_PREFIX_BYTES >= length;
  }

  /// Adds a packet, or leaves the body as it was and returns false where it has no room.
  public boolean add(PacketKind kind, byte[] source, int offset, int length) {
    if (!hasRoomFor(length)) {
      return false;
    }
    begin(kind, length);
    out.put(source, offset, length);
    return true;
  }

  /// As [#add(PacketKind, byte[], int, int)], of what remains in `packet`, which is passed.
  public boolean add(PacketKind kind, ByteBuffer packet) {
    if (!hasRoomFor(packet.remaining())) {
      return false;
    }
    begin(kind, packet.remaining());
    out.put(packet);
    return true;
  }

  private void begin(PacketKind kind, int length) {
    writePrefix(out, kind, length);
    packets++;
  }

  /// What goes before the bytes of a packet, for who writes those without a builder.
  public static void writePrefix(ByteBuffer out, PacketKind kind, int length) {
    out.put(kind.code()).putInt(length);
  }

  /// Packets so far.
  public int packets() {
    return packets;
  }
}
