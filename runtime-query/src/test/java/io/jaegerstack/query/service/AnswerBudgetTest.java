package io.jaegerstack.query.service;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.query.service.AnswerBudget.Answer;
import io.jaegerstack.storage.Room.Taken;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class AnswerBudgetTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final long LIMIT = 1_000;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  private AnswerBudget budget(Duration patience, Duration hold) {
    return new AnswerBudget(LIMIT, patience, hold, registry);
  }

  private double refused(String reason) {
    return registry
        .get("jaegerstack.query.answers.refused")
        .tag("reason", reason)
        .counter()
        .count();
  }

  @Test
  void givesNoMoreThanThereIs() {
    var budget = budget(SHORT, LONG);
    Answer first = budget.open();

    assertThat(first.take(900)).isEqualTo(Taken.YES);
    assertThat(budget.open().take(200)).isEqualTo(Taken.BUSY);

    assertThat(budget.taken()).isEqualTo(900);
  }

  /// One who was refused may try with less, as a search does that fetches some traces together.
  @Test
  void countsWhatTheCallerIsToldAndNotEachWish() {
    var budget = budget(SHORT, LONG);
    budget.open().take(900);
    Answer answer = budget.open();
    answer.take(LIMIT + 1);
    answer.take(200);

    assertThat(refused("busy") + refused("trace-too-large")).isZero();
    answer.refused(false);
    answer.refused(true);

    assertThat(refused("busy")).isOne();
    assertThat(refused("trace-too-large")).isOne();
  }

  @Test
  void waitsOnceForOneTrace() {
    var budget = budget(Duration.ofMillis(300), LONG);
    budget.open().take(900);
    Answer answer = budget.open();

    answer.beginTrace();
    assertThat(answer.take(500)).isEqualTo(Taken.BUSY);
    long start = System.nanoTime();
    assertThat(answer.take(400)).isEqualTo(Taken.BUSY);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(200));

    answer.beginTrace();
    start = System.nanoTime();
    assertThat(answer.take(400)).isEqualTo(Taken.BUSY);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as("the next trace has its own time")
        .isGreaterThanOrEqualTo(Duration.ofMillis(290));
    assertThat(
            registry.get("jaegerstack.query.answer.wait.duration").timer().totalTime(MILLISECONDS))
        .isGreaterThan(500);
  }

  @Test
  void refusesForGoodWhatIsMoreThanEverything() {
    var budget = budget(LONG, LONG);

    assertThat(budget.open().take(LIMIT + 1)).isEqualTo(Taken.NEVER);
  }

  @Test
  void waitsForWhatOthersGiveBack() {
    var budget = budget(LONG, LONG);
    Answer first = budget.open();
    first.take(900);

    var second = started(() -> budget.open().take(500));
    awaitWaiting(budget, 1);
    assertThat(second).isNotDone();
    first.close();

    assertThat(second.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(Taken.YES);
    assertThat(budget.taken()).isEqualTo(500);
  }

  @Test
  void smallWishesDoNotQueueBehindLargeOnes() {
    var budget = budget(LONG, LONG);
    budget.open().take(900);
    var large = started(() -> budget.open().take(900));
    awaitWaiting(budget, 1);

    assertThat(budget.open().take(LIMIT / 64)).isEqualTo(Taken.YES);
    assertThat(large).isNotDone();
  }

  /// Otherwise each would wait for what the other holds.
  @Test
  void ofTwoThatHoldRoomOnlyOneWaitsForMore() {
    var budget = budget(LONG, LONG);
    Answer elder = budget.open();
    Answer younger = budget.open();
    elder.take(500);
    younger.take(500);
    var one = started(() -> takeOrLeave(elder));
    var other = started(() -> takeOrLeave(younger));

    assertThat(List.of(one.orTimeout(20, TimeUnit.SECONDS).join(), other.join()))
        .containsExactlyInAnyOrder(Taken.YES, Taken.BUSY);
  }

  @Test
  void cutsOffWhoReadsSlowlyWhileOthersWait() throws Exception {
    var budget = budget(LONG, SHORT);
    var holds = new CountDownLatch(1);
    var slow =
        started(
            () -> {
              try (Answer answer = budget.open()) {
                answer.take(900);
                answer.handOver();
                holds.countDown();
                return wasInterrupted() && answer.isCutOff();
              }
            });
    holds.await();

    assertThat(budget.open().take(500)).isEqualTo(Taken.YES);

    assertThat(slow.orTimeout(30, TimeUnit.SECONDS).join()).isTrue();
    assertThat(refused("slow-reader")).isOne();
  }

  @Test
  void leavesAloneWhoseTraceTheStorageIsStillMaking() {
    var budget = budget(SHORT, Duration.ZERO);
    Answer made = budget.open();
    made.take(900);

    assertThat(takenElsewhere(budget, 500)).isEqualTo(Taken.BUSY);
    assertThat(made.isCutOff()).isFalse();
    assertThat(refused("slow-reader")).isZero();

    made.handOver();
    made.beginTrace();
    assertThat(takenElsewhere(budget, 500)).isEqualTo(Taken.BUSY);
    assertThat(made.isCutOff()).as("the next trace is the storage's again").isFalse();
  }

  private static Taken takenElsewhere(AnswerBudget budget, long bytes) {
    return started(() -> budget.open().take(bytes)).orTimeout(30, TimeUnit.SECONDS).join();
  }

  @Test
  void leavesASlowReaderAloneWhileNobodyWaits() {
    var budget = budget(LONG, Duration.ZERO);
    Answer slow = budget.open();
    slow.take(900);
    slow.handOver();

    assertThat(budget.open().take(100)).isEqualTo(Taken.YES);

    assertThat(slow.isCutOff()).isFalse();
  }

  private static void awaitWaiting(AnswerBudget budget, int wanted) {
    long end = System.nanoTime() + LONG.toNanos();
    while (budget.waiting() != wanted && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(budget.waiting()).isEqualTo(wanted);
  }

  /// On a thread of its own: the common pool may have no more than one.
  private static <T> CompletableFuture<T> started(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, Thread::startVirtualThread);
  }

  private static Taken takeOrLeave(Answer answer) {
    Taken taken = answer.take(300);
    if (taken != Taken.YES) {
      answer.close();
    }
    return taken;
  }

  private static boolean wasInterrupted() {
    try {
      return !new CountDownLatch(1).await(30, TimeUnit.SECONDS);
    } catch (InterruptedException cutOff) {
      return true;
    }
  }
}
