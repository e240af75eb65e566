package io.jaegerstack.agent.reporter;

import io.jaegerstack.agent.chunk.Chunk;
import io.jaegerstack.agent.spill.SpillRecord;
import io.jaegerstack.wire.relay.Codec;
import org.jspecify.annotations.Nullable;

/// Packets on their way to a collector, as the body of a relay's frame: how many packets and spans,
/// and once it was sent, under which number. Held by a [FrameQueue] until it is settled.
public final class Frame {
  /// Heap of a frame besides its body: the frame itself, its tally and number with their entries,
  /// its places in the queue and what is known of it on the disk.
  private static final int OWN_BYTES = 600;

  private final byte[] body;
  private final int length;
  private final Codec codec;
  private final int unpackedBytes;
  private final int crc;
  private final int packets;
  private final FrameTally tally;
  private final @Nullable Chunk memory;
  private @Nullable FrameNumber number;
  private boolean wasSent;

  /// Who looks at the body: the one who answers for the frame, and the one who writes it meanwhile.
  private int readers = 1;

  // Of a queue with a spill, and guarded by its lock.
  private volatile @Nullable SpillRecord record;
  private boolean isBeingKept;
  private long heldSinceNanos;

  /// @param body its first `length` bytes are the body as it is sent
  /// @param memory let go of once the frame is settled; null where the body is on its own
  Frame(
      byte[] body,
      int length,
      Codec codec,
      int unpackedBytes,
      int crc,
      int packets,
      FrameTally tally,
      @Nullable Chunk memory) {
    this.body = body;
    this.length = length;
    this.codec = codec;
    this.unpackedBytes = unpackedBytes;
    this.crc = crc;
    this.packets = packets;
    this.tally = tally;
    this.memory = memory;
  }

  public byte[] body() {
    return body;
  }

  /// Bytes of the body as it is sent.
  public int length() {
    return length;
  }

  public Codec codec() {
    return codec;
  }

  public int unpackedBytes() {
    return unpackedBytes;
  }

  /// CRC-32C of the body as it is sent; 0 where this agent has no use for it.
  public int crc() {
    return crc;
  }

  public int packets() {
    return packets;
  }

  public int spans() {
    return tally.spans();
  }

  FrameTally tally() {
    return tally;
  }

  /// Heap that it holds.
  long retainedBytes() {
    return body.length + OWN_BYTES;
  }

  /// Under which it is known to collectors; null before it is sent for the first time. Given with
  /// its queue's lock held, which whoever reads it has held since.
  public @Nullable FrameNumber number() {
    return number;
  }

  void number(FrameNumber given) {
    number = given;
  }

  /// It went out to a collector, which may have it even where it says nothing.
  public void sent() {
    wasSent = true;
  }

  public boolean wasSent() {
    return wasSent;
  }

  /// On the disk as; null where it is in memory alone.
  @Nullable SpillRecord record() {
    return record;
  }

  boolean isOnDisk() {
    return record != null;
  }

  void record(SpillRecord kept) {
    record = kept;
    isBeingKept = false;
  }

  /// Whether it was given to the disk, which has not answered.
  boolean isBeingKept() {
    return isBeingKept;
  }

  void beingKept(boolean is) {
    isBeingKept = is;
  }

  long heldSinceNanos() {
    return heldSinceNanos;
  }

  void heldSince(long nanos) {
    heldSinceNanos = nanos;
  }

  /// One more looks at the body, until it lets go in its turn. To be called while another does.
  synchronized void retain() {
    readers++;
  }

  /// The last one to let go gives the memory back.
  synchronized void release() {
    readers--;
    if (readers == 0 && memory != null) {
      memory.release();
    }
  }
}
