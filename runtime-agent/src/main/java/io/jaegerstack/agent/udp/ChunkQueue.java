package io.jaegerstack.agent.udp;

import io.jaegerstack.agent.chunk.Chunk;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Chunks between the socket's thread and the workers, bounded in packets and in bytes of packets.
/// Packets count from the moment that they are admitted, which is before their chunk is offered.
/// Admitting and offering take no lock and never wait; taking waits.
public final class ChunkQueue {
  private final int maxPackets;
  private final long maxBytes;
  private final ConcurrentLinkedQueue<Chunk> chunks = new ConcurrentLinkedQueue<>();
  private final Semaphore available = new Semaphore(0);
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger inWork = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  public ChunkQueue(int maxPackets, long maxBytes) {
    this.maxPackets = maxPackets;
    this.maxBytes = maxBytes;
  }

  /// Whether there is room for one more packet of `length` bytes, which then counts as waiting.
  /// There always is where nothing waits. Called by one thread.
  public boolean admit(int length) {
    int before = waiting.get();
    if (before >= maxPackets || before > 0 && bytes.get() + length > maxBytes) {
      return false;
    }
    waiting.incrementAndGet();
    bytes.addAndGet(length);
    return true;
  }

  /// Whether the next packet may find no room.
  public boolean isNearlyFull(int length) {
    return waiting.get() >= maxPackets || bytes.get() + length > maxBytes;
  }

  /// Takes over a chunk, all of whose packets were admitted.
  public void offer(Chunk chunk) {
    chunks.add(chunk);
    available.release();
  }

  /// The next chunk, whose packets count as held until [#done(int)]; null once the queue is closed
  /// and empty.
  public @Nullable Chunk take() throws InterruptedException {
    available.acquire();
    Chunk chunk = chunks.poll();
    if (chunk == null) {
      available.release();
      return null;
    }
    inWork.addAndGet(chunk.packets());
    leave(chunk);
    return chunk;
  }

  private void leave(Chunk chunk) {
    waiting.addAndGet(-chunk.packets());
    bytes.addAndGet(-chunk.packetBytes());
  }

  /// So many packets that were taken are accounted for.
  public void done(int packets) {
    inWork.addAndGet(-packets);
  }

  /// Lets workers finish what is there, then end. Called after the last offer.
  public void close() {
    available.release();
  }

  /// Takes out what is left and says how many packets that was.
  public int giveUp() {
    int given = 0;
    for (Chunk chunk = chunks.poll(); chunk != null; chunk = chunks.poll()) {
      given += chunk.packets();
      leave(chunk);
      chunk.release();
    }
    return given;
  }

  /// Packets that wait.
  public int size() {
    return waiting.get();
  }

  /// Packets that wait or are in a worker's hands.
  public int held() {
    return waiting.get() + inWork.get();
  }

  /// Bytes of packets that wait.
  public long bytes() {
    return bytes.get();
  }
}
