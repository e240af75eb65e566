package io.jaegerstack.collector.pipeline;

import static io.jaegerstack.collector.TestSpans.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.collector.pipeline.BoundedQueue.Offer;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundedQueueTest {
  private final BoundedQueue queue = new BoundedQueue(10, 1_000_000);

  @Test
  void takesBatchesTogetherUpToTheLimitOfOneWrite() throws InterruptedException {
    offer(4);
    offer(4);
    offer(2);
    assertThat(sizes(queue.take(8, Long.MAX_VALUE))).containsExactly(4, 4);
    assertThat(sizes(queue.take(8, Long.MAX_VALUE))).containsExactly(2);
    assertThat(queue.spans()).isZero();
  }

  @Test
  void takesOneBatchHoweverLargeItIs() throws InterruptedException {
    offer(9);
    offer(1);
    assertThat(sizes(queue.take(5, 1))).containsExactly(9);
  }

  @Test
  void isFullAtItsNumberOfSpans() {
    assertThat(offer(10)).isEqualTo(Offer.TAKEN);
    assertThat(offer(1)).isEqualTo(Offer.FULL);
  }

  @Test
  void givesOutWhatWaitsAfterItWasClosedAndThenNothing() throws InterruptedException {
    offer(3);
    queue.close();
    assertThat(offer(1)).isEqualTo(Offer.CLOSED);
    assertThat(sizes(queue.take(5, Long.MAX_VALUE))).containsExactly(3);
    assertThat(queue.take(5, Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void isEmptyOnlyWhenWritersAreDone() throws InterruptedException {
    offer(3);
    long bytes = queue.bytes();
    queue.take(5, Long.MAX_VALUE);
    assertThat(queue.awaitEmpty(1)).isFalse();
    queue.release(bytes);
    assertThat(queue.awaitEmpty(1)).isTrue();
  }

  @Test
  void forgetsWhatIsTakenOutPastTheWriters() throws InterruptedException {
    offer(3);
    offer(4);
    assertThat(sizes(queue.removeAll())).containsExactly(3, 4);
    assertThat(queue.bytes()).isZero();
    assertThat(queue.awaitEmpty(1)).isTrue();
  }

  private Offer offer(int spans) {
    return queue.offer(QueuedBatch.of(batch(spans), Origin.JAEGER_GRPC), () -> {});
  }

  private static List<Integer> sizes(List<QueuedBatch> batches) {
    return batches.stream().map(each -> each.batch().size()).toList();
  }
}
