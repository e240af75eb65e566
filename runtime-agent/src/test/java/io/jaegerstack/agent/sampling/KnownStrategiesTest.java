package io.jaegerstack.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegertracing.api_v2.Sampling.OperationSamplingStrategy;
import io.jaegertracing.api_v2.Sampling.PerOperationSamplingStrategies;
import io.jaegertracing.api_v2.Sampling.ProbabilisticSamplingStrategy;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyResponse;
import org.junit.jupiter.api.Test;

class KnownStrategiesTest {
  private final KnownStrategies known = new KnownStrategies();

  @Test
  void aThousandInventedServicesHoldOneCopyOfTheirDefault() {
    int size = strategy(2_000, 0.5).getSerializedSize();
    for (int i = 0; i < KnownStrategies.MOST_SERVICES; i++) {
      known.remember("invented-" + i, strategy(2_000, 0.5));
    }
    assertThat(known.services()).isEqualTo(KnownStrategies.MOST_SERVICES);
    assertThat(known.bytes())
        .isBetween((long) size, size + KnownStrategies.MOST_SERVICES * 200L)
        .isLessThan(KnownStrategies.MOST_BYTES / 8);
    assertThat(known.bytesOf("invented-0"))
        .hasSize(size)
        .isSameAs(known.bytesOf("invented-500"))
        .isSameAs(known.bytesOf("invented-999"));
    assertThat(known.lastOf("invented-0")).isEqualTo(strategy(2_000, 0.5));
    assertThat(known.lastOf("invented-999")).isEqualTo(strategy(2_000, 0.5));
  }

  @Test
  void aServiceWithAnotherStrategyHasItsOwn() {
    known.remember("shop", strategy(3, 0.5));
    known.remember("till", strategy(3, 0.25));
    assertThat(known.lastOf("shop")).isEqualTo(strategy(3, 0.5));
    assertThat(known.lastOf("till")).isEqualTo(strategy(3, 0.25));
    assertThat(known.lastOf("stock")).isNull();
  }

  @Test
  void aStrategyThatNoServiceHasAnyMoreIsNotHeld() {
    known.remember("shop", strategy(1, 0.5));
    long one = known.bytes();
    known.remember("shop", strategy(2_000, 0.5));
    known.remember("till", strategy(2_000, 0.5));
    known.remember("shop", strategy(1, 0.5));
    assertThat(known.lastOf("till")).as("still held").isEqualTo(strategy(2_000, 0.5));
    known.remember("till", strategy(1, 0.5));
    assertThat(known.bytes()).isEqualTo(one + KnownStrategies.ENTRY_BYTES + 2 * "till".length());
  }

  @Test
  void differentStrategiesOfInventedServicesStayWithinTheBytes() {
    for (int i = 0; i < KnownStrategies.MOST_SERVICES; i++) {
      known.remember("invented-" + i, strategy(2_000, i));
    }
    assertThat(known.bytes()).isBetween(KnownStrategies.MOST_BYTES / 2, KnownStrategies.MOST_BYTES);
    assertThat(known.services()).isLessThan(KnownStrategies.MOST_SERVICES / 2);
    assertThat(known.lastOf("invented-0")).isNull();
    assertThat(known.lastOf("invented-999")).isEqualTo(strategy(2_000, 999));
  }

  /// Made anew each time, as each answer of a collector is.
  private static SamplingStrategyResponse strategy(int operations, double rate) {
    var each = PerOperationSamplingStrategies.newBuilder().setDefaultSamplingProbability(rate);
    for (int i = 0; i < operations; i++) {
      each.addPerOperationStrategies(
          OperationSamplingStrategy.newBuilder()
              .setOperation("op-" + i)
              .setProbabilisticSampling(
                  ProbabilisticSamplingStrategy.newBuilder().setSamplingRate(0.1)));
    }
    return SamplingStrategyResponse.newBuilder().setOperationSampling(each).build();
  }
}
