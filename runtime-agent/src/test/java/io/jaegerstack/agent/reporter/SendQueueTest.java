package io.jaegerstack.agent.reporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.agent.Packets;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.wire.proto.ApiV2Writer;
import io.jaegerstack.wire.thrift.ThriftBatchReader;
import io.jaegerstack.wire.thrift.ThriftProtocol;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SendQueueTest {
  private static final int MESSAGE_LIMIT = 4 * 1024 * 1024;

  private final ThriftBatchReader reader = new ThriftBatchReader(new InternTable());

  @Test
  void makesOneRequestOfManySmallBatches() throws InterruptedException {
    var queue = new SendQueue(10_000_000, Duration.ofMillis(1));
    for (int i = 0; i < 50; i++) {
      offer(queue, batch("service-" + i, 10));
    }
    assertThat(queue.take()).hasSize(50);
    assertThat(queue.heldSpans()).isEqualTo(500);
    queue.done(500);
    assertThat(queue.heldSpans()).isZero();
  }

  @Test
  void startsAnotherRequestBeforeOneGrowsTooLarge() throws InterruptedException {
    var queue = new SendQueue(10_000_000, Duration.ofMillis(1));
    for (int i = 0; i < 10; i++) {
      offer(queue, batch("shop", 300));
    }
    assertThat(queue.take()).hasSize(3);
  }

  @Test
  void neverMakesARequestThatACollectorWouldRefuseForItsSize() throws InterruptedException {
    var queue = new SendQueue(1_000_000_000, Duration.ofMillis(1));
    String longName = "s".repeat(30_000);
    for (int i = 0; i < 40; i++) {
      offer(queue, batch(longName + i, 400));
    }
    queue.close();
    var writer = new ApiV2Writer();
    int spans = 0;
    for (List<ReportedBatch> group = queue.take(); !group.isEmpty(); group = queue.take()) {
      List<SpanBatch> batches = group.stream().map(ReportedBatch::spans).toList();
      assertThat(writer.write(batches)).hasSizeLessThan(MESSAGE_LIMIT);
      spans += group.stream().mapToInt(ReportedBatch::size).sum();
    }
    assertThat(spans).isEqualTo(16_000);
  }

  @Test
  void letsASmallBatchWaitForOthersUntilThereIsEnough() throws Exception {
    var queue = new SendQueue(10_000_000, Duration.ofMinutes(10));
    offer(queue, batch("shop", 10));
    var taken =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return queue.take();
              } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
              }
            });
    assertThat(taken).isNotDone();
    for (int i = 0; i < 99; i++) {
      offer(queue, batch("shop", 10));
    }
    assertThat(taken.get()).hasSize(100);
  }

  @Test
  void doesNotLetABatchWaitLongerThanItMay() throws InterruptedException {
    var queue = new SendQueue(10_000_000, Duration.ofMillis(1));
    offer(queue, batch("shop", 10));
    assertThat(queue.take()).hasSize(1);
  }

  @Test
  void hasNoRoomBeyondItsBytes() {
    SpanBatch batch = batch("shop", 10);
    var queue = new SendQueue(batch.retainedBytes() * 2, Duration.ofMillis(1));
    assertThat(offer(queue, batch("shop", 10))).isTrue();
    assertThat(offer(queue, batch("shop", 10))).isTrue();
    assertThat(offer(queue, batch("shop", 10))).isFalse();
    assertThat(queue.bytes()).isEqualTo(batch.retainedBytes() * 2);
  }

  @Test
  void takesABatchOfAnySizeWhileNoOtherWaits() {
    var queue = new SendQueue(1, Duration.ofMillis(1));
    assertThat(offer(queue, batch("shop", 10))).isTrue();
    assertThat(offer(queue, batch("shop", 1))).isFalse();
  }

  @Test
  void takesNothingMoreOnceItIsClosed() throws InterruptedException {
    var queue = new SendQueue(1_000_000, Duration.ofMillis(1));
    offer(queue, batch("shop", 1));
    queue.close();
    assertThat(offer(queue, batch("shop", 1))).isFalse();
    assertThat(queue.take()).hasSize(1);
    assertThat(queue.take()).isEmpty();
  }

  @Test
  void handsBackWhatItGivesUp() {
    var queue = new SendQueue(1_000_000, Duration.ofMillis(1));
    offer(queue, batch("shop", 7));
    assertThat(queue.giveUp()).singleElement().extracting(ReportedBatch::size).isEqualTo(7);
    assertThat(queue.heldSpans()).isZero();
  }

  private static boolean offer(SendQueue queue, SpanBatch batch) {
    return queue.offer(new ReportedBatch(batch, BatchFormat.JAEGER), () -> {});
  }

  private SpanBatch batch(String service, int spans) {
    return reader.readEmitBatch(Packets.compact(service, 1, spans), ThriftProtocol.COMPACT).spans();
  }
}
