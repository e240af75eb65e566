package io.jaegerstack.agent.chunk;

import io.jaegerstack.wire.relay.FrameBodyBuilder;
import java.util.ArrayDeque;
import java.util.Arrays;

/// Chunks to be used again. Keeps a bounded number of those that nobody uses; how many are in use
/// is bounded by the queues that they wait in. For any thread.
public final class ChunkPool {
  private final byte[] head;
  private final int capacity;
  private final int mostIdle;
  private final ArrayDeque<Chunk> idle = new ArrayDeque<>();

  /// Large enough for what is done once for a chunk to cost nothing for a packet.
  private static final int LARGEST = 256 * 1024;

  private static final int SMALLEST = 64 * 1024;

  /// Beyond it, memory goes back to the heap. What one port's queue holds by default: with half of
  /// that an agent in overload makes chunks anew as often as it fills one, and its heap grows to
  /// twice the size with those that nobody uses.
  private static final int IDLE_BYTES = 8 * 1024 * 1024;

  /// Chunks of which a queue of `queueBytes` holds several.
  public static ChunkPool of(byte[] head, long queueBytes) {
    int capacity = (int) Math.clamp(queueBytes / 16, SMALLEST, LARGEST);
    return new ChunkPool(head, capacity, IDLE_BYTES / capacity);
  }

  /// @param head what every chunk begins with, its agent's tags
  /// @param capacity bytes of a chunk
  /// @param mostIdle chunks kept while nobody uses them
  public ChunkPool(byte[] head, int capacity, int mostIdle) {
    this.head = head.clone();
    this.capacity = capacity;
    this.mostIdle = mostIdle;
  }

  /// An empty chunk, with room for one packet of `length` bytes at least.
  public Chunk take(int length) {
    int least = head.length + FrameBodyBuilder.PACKET_PREFIX_BYTES + length;
    if (least > capacity) {
      return new Chunk(Arrays.copyOf(head, least), head.length, null);
    }
    synchronized (idle) {
      if (!idle.isEmpty()) {
        return idle.pop();
      }
    }
    return new Chunk(Arrays.copyOf(head, capacity), head.length, this);
  }

  void giveBack(Chunk chunk) {
    synchronized (idle) {
      if (idle.size() < mostIdle) {
        idle.push(chunk);
      }
    }
  }
}
