package io.jaegerstack.agent.reporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.jaegerstack.agent.reporter.RetryPolicy.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  @Test
  void waitsForAConnectionWithoutCountingIt() {
    assertThat(RetryPolicy.verdict(Status.UNAVAILABLE, false)).isEqualTo(Verdict.WAIT);
    assertThat(RetryPolicy.verdict(Status.DEADLINE_EXCEEDED, false)).isEqualTo(Verdict.WAIT);
  }

  @Test
  void comesBackToACollectorThatDidNotAnswerHoweverOften() {
    assertThat(RetryPolicy.verdict(Status.DEADLINE_EXCEEDED, true)).isEqualTo(Verdict.COME_BACK);
  }

  @Test
  void doesNotComeBackForEverToACollectorThatSaysItselfThatTheTimeIsOver() {
    var said = new CollectorCall.Outcome(Status.DEADLINE_EXCEEDED, true, true);
    var silent = new CollectorCall.Outcome(Status.DEADLINE_EXCEEDED, true, false);
    assertThat(RetryPolicy.verdict(said, true)).isEqualTo(Verdict.RETRY);
    assertThat(RetryPolicy.verdict(silent, true)).isEqualTo(Verdict.COME_BACK);
  }

  @Test
  void keepsSpansForAnotherCollectorHoweverManyGoAwayInTurn() {
    assertThat(RetryPolicy.verdict(Status.UNAVAILABLE, true)).isEqualTo(Verdict.COME_BACK);
  }

  @Test
  void retriesWhatBrokeOnTheWay() {
    assertThat(RetryPolicy.verdict(Status.CANCELLED, true)).isEqualTo(Verdict.RETRY);
    assertThat(RetryPolicy.verdict(Status.INTERNAL, true)).isEqualTo(Verdict.RETRY);
  }

  @Test
  void tellsAFullCollectorFromAMessageThatIsTooLarge() {
    assertThat(RetryPolicy.verdict(Status.RESOURCE_EXHAUSTED.withDescription("queue full"), true))
        .isEqualTo(Verdict.COME_BACK);
    assertThat(
            RetryPolicy.verdict(
                Status.RESOURCE_EXHAUSTED.withDescription(
                    "grpc: received message larger than max (5 vs. 4)"),
                true))
        .isEqualTo(Verdict.TOO_LARGE);
    assertThat(
            RetryPolicy.verdict(
                Status.RESOURCE_EXHAUSTED.withDescription(
                    "gRPC message exceeds maximum size 4194304: 5"),
                true))
        .isEqualTo(Verdict.TOO_LARGE);
  }

  @Test
  void doesNotRepeatWhatIsWrong() {
    assertThat(RetryPolicy.verdict(Status.UNIMPLEMENTED, true)).isEqualTo(Verdict.REJECT);
    assertThat(RetryPolicy.verdict(Status.UNAUTHENTICATED, false)).isEqualTo(Verdict.REJECT);
  }

  @Test
  void pausesLongerEachTimeUpToALimitAndNeverAllAtOnce() {
    var early = new RetryPolicy(3, () -> 0);
    var late = new RetryPolicy(3, () -> 1);
    assertThat(early.pause(0)).isEqualTo(Duration.ofMillis(50));
    assertThat(late.pause(0)).isEqualTo(Duration.ofMillis(100));
    assertThat(late.pause(2)).isEqualTo(Duration.ofMillis(400));
    assertThat(late.pause(1_000_000)).isEqualTo(Duration.ofSeconds(5));
  }
}
