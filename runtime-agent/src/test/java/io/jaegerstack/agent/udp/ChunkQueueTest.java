package io.jaegerstack.agent.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.agent.chunk.Chunk;
import io.jaegerstack.agent.chunk.ChunkPool;
import io.jaegerstack.wire.relay.PacketKind;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChunkQueueTest {
  private final ChunkPool pool = new ChunkPool(new byte[] {0, 0}, 1_000, 2);
  private final ChunkQueue queue = new ChunkQueue(3, 100);

  @Test
  void hasNoRoomBeyondItsPackets() {
    for (int i = 0; i < 3; i++) {
      assertThat(queue.admit(1)).isTrue();
    }
    assertThat(queue.admit(1)).isFalse();
    assertThat(queue.size()).isEqualTo(3);
    assertThat(queue.bytes()).isEqualTo(3);
  }

  @Test
  void hasNoRoomBeyondItsBytes() {
    assertThat(queue.admit(60)).isTrue();
    assertThat(queue.admit(41)).isFalse();
    assertThat(queue.admit(40)).isTrue();
    assertThat(queue.bytes()).isEqualTo(100);
  }

  @Test
  void takesAPacketOfAnySizeWhereNothingWaits() {
    assertThat(queue.admit(101)).isTrue();
    assertThat(queue.admit(1)).isFalse();
  }

  @Test
  void holdsPacketsUntilTheyAreAccountedFor() throws InterruptedException {
    offer(queue, 60, 20);
    assertThat(queue.take().packets()).isEqualTo(2);
    assertThat(queue.size()).isZero();
    assertThat(queue.bytes()).isZero();
    assertThat(queue.held()).isEqualTo(2);
    queue.done(2);
    assertThat(queue.held()).isZero();
  }

  @Test
  void letsWorkersFinishAfterItsClose() throws InterruptedException {
    offer(queue, 1);
    queue.close();
    assertThat(queue.take()).isNotNull();
    assertThat(queue.take()).isNull();
    assertThat(queue.take()).isNull();
  }

  @Test
  void saysHowManyPacketsItGaveUp() {
    offer(queue, 1);
    offer(queue, 2, 3);
    assertThat(queue.giveUp()).isEqualTo(3);
    assertThat(queue.held()).isZero();
    assertThat(queue.bytes()).isZero();
  }

  @Test
  void losesNoPacketBetweenOneSocketAndManyWorkers() throws InterruptedException {
    var wide = new ChunkQueue(500, 1_000_000);
    var writer = new ChunkWriter(PacketKind.JAEGER_COMPACT, pool, wide);
    var taken = new LongAdder();
    var workers = new ArrayList<Thread>();
    for (int i = 0; i < 4; i++) {
      workers.add(Thread.ofPlatform().start(() -> takeAll(wide, taken)));
    }
    long offered = 0;
    for (int i = 0; i < 300_000; i++) {
      offered += writer.add(Unpooled.wrappedBuffer(new byte[10])) ? 1 : 0;
    }
    writer.close();
    wide.close();
    for (Thread worker : workers) {
      worker.join();
    }
    assertThat(taken.sum()).isEqualTo(offered).isPositive();
    assertThat(wide.held()).isZero();
    assertThat(wide.bytes()).isZero();
  }

  private static void takeAll(ChunkQueue queue, LongAdder taken) {
    try {
      for (Chunk chunk = queue.take(); chunk != null; chunk = queue.take()) {
        int packets = chunk.packets();
        taken.add(packets);
        chunk.release();
        queue.done(packets);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void offer(ChunkQueue into, int... lengths) {
    Chunk chunk = pool.take(0);
    for (int length : lengths) {
      assertThat(into.admit(length)).isTrue();
      chunk.add(PacketKind.JAEGER_COMPACT, new byte[length]);
    }
    into.offer(chunk);
  }
}
