package io.jaegerstack.collector.receiver.tchannel;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.collector.sampling.SamplingStrategy;
import io.jaegerstack.collector.sampling.SamplingStrategy.OperationStrategy;
import io.jaegerstack.collector.sampling.SamplingStrategy.Probabilistic;
import io.jaegerstack.collector.sampling.StrategyProto;
import io.jaegerstack.wire.thrift.SamplingStructs;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrategyAnswersTest {
  private static final int NAME_BYTES = 300_000;

  private final StrategyAnswers answers = new StrategyAnswers();

  @Test
  void aStrategyIsEncodedOnce() {
    SamplingStrategy strategy = strategy("checkout");
    byte[] first = answers.of(strategy);
    assertThat(answers.of(strategy)).isSameAs(first);
    assertThat(SamplingStructs.readAnswer(first, 0)).isEqualTo(StrategyProto.response(strategy));
  }

  @Test
  void aStrategyThatReplacesAnotherIsAnsweredWithItsOwn() {
    answers.of(strategy("old"));
    SamplingStrategy replacing = strategy("new");
    assertThat(SamplingStructs.readAnswer(answers.of(replacing), 0))
        .isEqualTo(StrategyProto.response(replacing));
  }

  @Test
  void noMoreIsKeptThanThereIsRoomFor() {
    SamplingStrategy first = strategy("a".repeat(NAME_BYTES));
    byte[] firstAnswer = answers.of(first);
    for (int used = NAME_BYTES; used <= StrategyAnswers.MOST_BYTES; used += NAME_BYTES) {
      answers.of(strategy("b".repeat(NAME_BYTES)));
    }
    assertThat(answers.of(first)).isNotSameAs(firstAnswer).isEqualTo(firstAnswer);
    SamplingStrategy huge = strategy("c".repeat(StrategyAnswers.MOST_BYTES));
    assertThat(answers.of(huge)).isNotSameAs(answers.of(huge));
  }

  private static SamplingStrategy strategy(String operation) {
    return new SamplingStrategy(
        new Probabilistic(0.5), List.of(new OperationStrategy(operation, 0.25)), 0.5);
  }
}
