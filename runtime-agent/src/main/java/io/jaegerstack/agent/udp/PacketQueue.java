package io.jaegerstack.agent.udp;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Packets between the socket's thread and the workers, bounded in packets and in bytes. Offering
/// takes no lock and never waits; taking waits.
public final class PacketQueue {
  private final int maxPackets;
  private final long maxBytes;
  private final ConcurrentLinkedQueue<byte[]> packets = new ConcurrentLinkedQueue<>();
  private final Semaphore available = new Semaphore(0);
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger inWork = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  public PacketQueue(int maxPackets, long maxBytes) {
    this.maxPackets = maxPackets;
    this.maxBytes = maxBytes;
  }

  /// Whether there was room.
  public boolean offer(byte[] packet) {
    if (waiting.incrementAndGet() > maxPackets) {
      waiting.decrementAndGet();
      return false;
    }
    if (bytes.addAndGet(packet.length) > maxBytes) {
      bytes.addAndGet(-packet.length);
      waiting.decrementAndGet();
      return false;
    }
    packets.add(packet);
    available.release();
    return true;
  }

  /// The next packet, which counts as held until [#done()]; null once the queue is closed and
  /// empty.
  public byte @Nullable [] take() throws InterruptedException {
    available.acquire();
    inWork.incrementAndGet();
    byte[] packet = packets.poll();
    if (packet == null) {
      inWork.decrementAndGet();
      available.release();
      return null;
    }
    waiting.decrementAndGet();
    bytes.addAndGet(-packet.length);
    return packet;
  }

  /// The packet that was taken is accounted for.
  public void done() {
    inWork.decrementAndGet();
  }

  /// Lets workers finish what is there, then end. Called after the last offer.
  public void close() {
    available.release();
  }

  /// Takes out what is left and says how many that was.
  public int giveUp() {
    int given = 0;
    for (byte[] packet = packets.poll(); packet != null; packet = packets.poll()) {
      waiting.decrementAndGet();
      bytes.addAndGet(-packet.length);
      given++;
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

  /// Bytes that wait.
  public long bytes() {
    return bytes.get();
  }
}
