package io.jaegerstack.collector.pipeline;

import static io.jaegerstack.collector.TestSpans.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.collector.Eventually;
import io.jaegerstack.collector.pipeline.BoundedQueue.Offer;
import java.lang.Thread.State;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BoundedQueueTest {
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

  private final BoundedQueue queue = new BoundedQueue(10, 1_000_000);
  private final AtomicInteger handedOver = new AtomicInteger();

  @Test
  void takesBatchesTogetherUpToTheLimitOfOneWrite() throws InterruptedException {
    offer(4);
    offer(4);
    offer(2);
    assertThat(sizes(queue.take(8, Long.MAX_VALUE, this::handOver))).containsExactly(4, 4);
    assertThat(sizes(queue.take(8, Long.MAX_VALUE, this::handOver))).containsExactly(2);
    assertThat(queue.spans()).isZero();
  }

  @Test
  void takesOneBatchHoweverLargeItIs() throws InterruptedException {
    offer(9);
    offer(1);
    assertThat(sizes(queue.take(5, 1, this::handOver))).containsExactly(9);
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
    assertThat(sizes(queue.take(5, Long.MAX_VALUE, this::handOver))).containsExactly(3);
    assertThat(sizes(queue.take(5, Long.MAX_VALUE, this::handOver))).isEmpty();
  }

  @Test
  void handsSpansOverBeforeItForgetsThem() throws InterruptedException {
    offer(4);
    offer(3);
    var countedByBoth = new AtomicInteger();
    queue.take(5, Long.MAX_VALUE, taken -> countedByBoth.set(spans(taken) * 100 + queue.spans()));
    assertThat(countedByBoth).hasValue(407);
    assertThat(queue.spans()).isEqualTo(3);
  }

  @Test
  void handsNothingOverOnceItIsClosedAndEmpty() throws InterruptedException {
    queue.close();
    queue.take(
        5,
        Long.MAX_VALUE,
        taken -> {
          throw new AssertionError(taken + " of an empty queue");
        });
  }

  @Test
  void isEmptyOnlyWhenWritersAreDone() throws InterruptedException {
    offer(3);
    long bytes = queue.bytes();
    queue.take(5, Long.MAX_VALUE, this::handOver);
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

  @Test
  void letsBatchesGatherWhileTheyKeepArrivingUntilHalfOfItIsFull() throws Exception {
    var patient = new BoundedQueue(10, 1_000_000, HOUR, HOUR, 0);
    offer(patient, 1);
    assertThat(sizes(patient.take(9, Long.MAX_VALUE, spans -> {}))).containsExactly(1);
    var next = CompletableFuture.supplyAsync(() -> taken(patient));
    offer(patient, 2);
    offer(patient, 1);
    offer(patient, 2);
    assertThat(next.get(30, TimeUnit.SECONDS)).containsExactly(2, 1, 2);
  }

  @Test
  void letsNothingGatherForLongerThanItMay() throws Exception {
    var hasty = new BoundedQueue(1_000, 1_000_000, HOUR, 1, 0);
    offer(hasty, 1);
    taken(hasty);
    var next = CompletableFuture.supplyAsync(() -> taken(hasty));
    offer(hasty, 1);
    assertThat(next.get(30, TimeUnit.SECONDS)).containsExactly(1);
  }

  @Test
  void wakesAnotherWriterForWhatOneWriteLeaves() throws Exception {
    var patient = new BoundedQueue(10, 1_000_000, HOUR, HOUR, 0);
    offer(patient, 1);
    taken(patient);
    var first = CompletableFuture.supplyAsync(() -> taken(patient));
    var second = CompletableFuture.supplyAsync(() -> taken(patient));
    offer(patient, 4);
    offer(patient, 6);
    assertThat(List.of(first.get(30, TimeUnit.SECONDS), second.get(30, TimeUnit.SECONDS)))
        .containsExactlyInAnyOrder(List.of(4), List.of(6));
  }

  @Test
  void waitsForAFullWriteWhereTheStorageLikesLargeOnes() throws Exception {
    var lingering = new BoundedQueue(100, 1_000_000, 0, 0, HOUR);
    var next = CompletableFuture.supplyAsync(() -> taken(lingering));
    offer(lingering, 4);
    offer(lingering, 4);
    assertThat(next).isNotDone();
    offer(lingering, 1);
    assertThat(next.get(30, TimeUnit.SECONDS)).containsExactly(4, 4, 1);
  }

  @Test
  void waitsForNothingMoreOnceTheLingerIsOverOrTheQueueIsClosed() throws Exception {
    var hasty = new BoundedQueue(100, 1_000_000, 0, 0, 1);
    offer(hasty, 4);
    assertThat(taken(hasty)).containsExactly(4);
    var closing = new BoundedQueue(100, 1_000_000, 0, 0, HOUR);
    offer(closing, 3);
    var next = CompletableFuture.supplyAsync(() -> taken(closing));
    closing.close();
    assertThat(next.get(30, TimeUnit.SECONDS)).containsExactly(3);
  }

  @Test
  void saysSinceWhenAWriterWasReadyForWhatItTakes() throws Exception {
    var lingering = new BoundedQueue(100, 1_000_000, 0, 0, HOUR);
    offer(lingering, 4);
    long before = System.nanoTime();
    var next = new FutureTask<>(() -> lingering.take(9, Long.MAX_VALUE, spans -> {}).readyAt());
    Thread writer = Thread.ofPlatform().start(next);
    Eventually.await("the writer waits", () -> writer.getState() == State.TIMED_WAITING);
    long later = System.nanoTime();
    offer(lingering, 5);
    assertThat(next.get(30, TimeUnit.SECONDS)).isBetween(before, later);
  }

  private static List<Integer> taken(BoundedQueue from) {
    try {
      return sizes(from.take(9, Long.MAX_VALUE, spans -> {}));
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private static void offer(BoundedQueue to, int spans) {
    to.offer(QueuedBatch.of(batch(spans), Origin.JAEGER_GRPC, Completion.NONE), () -> {});
  }

  @Test
  void wakesWhoWantsRoomOnceSomethingIsTakenOut() throws InterruptedException {
    offer(10);
    var woken = new AtomicInteger();
    queue.onRoom(woken::incrementAndGet);
    assertThat(woken).hasValue(0);
    queue.take(5, Long.MAX_VALUE, this::handOver);
    assertThat(woken).hasValue(1);
    queue.release(queue.bytes());
    assertThat(woken).as("once").hasValue(1);
    queue.onRoom(woken::incrementAndGet);
    assertThat(woken).as("nobody is there who could make room later").hasValue(2);
  }

  @Test
  void wakesEverybodyWhenItCloses() {
    offer(10);
    var woken = new AtomicInteger();
    for (int i = 0; i < 20; i++) {
      queue.onRoom(woken::incrementAndGet);
    }
    queue.close();
    assertThat(woken).hasValue(20);
  }

  private void handOver(List<QueuedBatch> taken) {
    handedOver.addAndGet(spans(taken));
  }

  private static int spans(List<QueuedBatch> taken) {
    return taken.stream().mapToInt(each -> each.batch().size()).sum();
  }

  private Offer offer(int spans) {
    return queue.offer(QueuedBatch.of(batch(spans), Origin.JAEGER_GRPC, Completion.NONE), () -> {});
  }

  private static List<Integer> sizes(BoundedQueue.Taken taken) {
    return sizes(taken.batches());
  }

  private static List<Integer> sizes(List<QueuedBatch> batches) {
    return batches.stream().map(each -> each.batch().size()).toList();
  }
}
