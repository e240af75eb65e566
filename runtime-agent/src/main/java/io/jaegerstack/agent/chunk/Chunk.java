package io.jaegerstack.agent.chunk;

import io.jaegerstack.wire.relay.FrameBodyBuilder;
import io.jaegerstack.wire.relay.PacketKind;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Packets behind each other, each with its kind and its length before it, and the agent's tags
/// before all of them: the body of a frame. Has one owner at a time, who hands it on or releases
/// it.
public final class Chunk {
  private final byte[] bytes;
  private final int head;
  private final @Nullable ChunkPool pool;
  private int end;
  private int packets;

  Chunk(byte[] bytes, int head, @Nullable ChunkPool pool) {
    this.bytes = bytes;
    this.head = head;
    this.pool = pool;
    this.end = head;
  }

  /// Whether a packet of `length` bytes still fits in.
  public boolean hasRoomFor(int length) {
    return bytes.length - end >= FrameBodyBuilder.PACKET_PREFIX_BYTES + length;
  }

  /// Adds what remains in `packet`, for which there is room.
  public void add(PacketKind kind, ByteBuf packet) {
    int length = packet.readableBytes();
    begin(kind, length);
    packet.getBytes(packet.readerIndex(), bytes, end, length);
    end += length;
  }

  /// Adds `packet`, for which there is room.
  public void add(PacketKind kind, byte[] packet) {
    begin(kind, packet.length);
    System.arraycopy(packet, 0, bytes, end, packet.length);
    end += packet.length;
  }

  private void begin(PacketKind kind, int length) {
    var prefix = ByteBuffer.wrap(bytes, end, FrameBodyBuilder.PACKET_PREFIX_BYTES);
    FrameBodyBuilder.writePrefix(prefix, kind, length);
    end += FrameBodyBuilder.PACKET_PREFIX_BYTES;
    packets++;
  }

  /// The array, of which the body is what comes before [#end()].
  public byte[] bytes() {
    return bytes;
  }

  /// Where the first packet's prefix begins.
  public int head() {
    return head;
  }

  public int end() {
    return end;
  }

  /// Packets in it.
  public int packets() {
    return packets;
  }

  /// Bytes of its packets, without what stands before each.
  public int packetBytes() {
    return end - head - packets * FrameBodyBuilder.PACKET_PREFIX_BYTES;
  }

  public boolean isEmpty() {
    return packets == 0;
  }

  /// Leaves out what lies behind `newEnd`: packets were moved together.
  public void keep(int newEnd, int newPackets) {
    end = newEnd;
    packets = newPackets;
  }

  /// Whether so little of it is filled that a copy is cheaper to keep.
  public boolean isMostlyEmpty() {
    return end < bytes.length / 2;
  }

  /// The same packets in no more memory than they need; this chunk is empty again.
  public Chunk moved() {
    var copy = new Chunk(Arrays.copyOf(bytes, end), head, null);
    copy.keep(end, packets);
    keep(head, 0);
    return copy;
  }

  /// Gives the memory back; nobody may look at it from then on.
  public void release() {
    keep(head, 0);
    if (pool != null) {
      pool.giveBack(this);
    }
  }
}
