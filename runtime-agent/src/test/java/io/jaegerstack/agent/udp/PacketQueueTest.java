package io.jaegerstack.agent.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PacketQueueTest {
  private final PacketQueue queue = new PacketQueue(3, 100);

  @Test
  void hasNoRoomBeyondItsPackets() {
    for (int i = 0; i < 3; i++) {
      assertThat(queue.offer(new byte[1])).isTrue();
    }
    assertThat(queue.offer(new byte[1])).isFalse();
    assertThat(queue.size()).isEqualTo(3);
    assertThat(queue.bytes()).isEqualTo(3);
  }

  @Test
  void hasNoRoomBeyondItsBytes() {
    assertThat(queue.offer(new byte[60])).isTrue();
    assertThat(queue.offer(new byte[41])).isFalse();
    assertThat(queue.offer(new byte[40])).isTrue();
    assertThat(queue.bytes()).isEqualTo(100);
  }

  @Test
  void holdsAPacketUntilItIsAccountedFor() throws InterruptedException {
    queue.offer(new byte[60]);
    assertThat(queue.take()).hasSize(60);
    assertThat(queue.size()).isZero();
    assertThat(queue.bytes()).isZero();
    assertThat(queue.held()).isEqualTo(1);
    queue.done();
    assertThat(queue.held()).isZero();
  }

  @Test
  void letsWorkersFinishAfterItsClose() throws InterruptedException {
    queue.offer(new byte[1]);
    queue.close();
    assertThat(queue.take()).isNotNull();
    assertThat(queue.take()).isNull();
    assertThat(queue.take()).isNull();
  }

  @Test
  void saysHowManyItGaveUp() {
    queue.offer(new byte[1]);
    queue.offer(new byte[2]);
    assertThat(queue.giveUp()).isEqualTo(2);
    assertThat(queue.held()).isZero();
    assertThat(queue.bytes()).isZero();
  }

  @Test
  void losesNoPacketBetweenOneSocketAndManyWorkers() throws InterruptedException {
    var wide = new PacketQueue(50, 1_000_000);
    var taken = new LongAdder();
    var workers = new ArrayList<Thread>();
    for (int i = 0; i < 4; i++) {
      workers.add(Thread.ofPlatform().start(() -> takeAll(wide, taken)));
    }
    long offered = 0;
    for (int i = 0; i < 300_000; i++) {
      offered += wide.offer(new byte[10]) ? 1 : 0;
    }
    wide.close();
    for (Thread worker : workers) {
      worker.join();
    }
    assertThat(taken.sum()).isEqualTo(offered).isPositive();
    assertThat(wide.held()).isZero();
    assertThat(wide.bytes()).isZero();
  }

  private static void takeAll(PacketQueue queue, LongAdder taken) {
    try {
      while (queue.take() != null) {
        taken.increment();
        queue.done();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
