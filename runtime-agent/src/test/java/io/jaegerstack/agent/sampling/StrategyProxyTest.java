package io.jaegerstack.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.agent.sampling.StrategySource.StrategyUnavailableException;
import io.jaegertracing.api_v2.Sampling.OperationSamplingStrategy;
import io.jaegertracing.api_v2.Sampling.PerOperationSamplingStrategies;
import io.jaegertracing.api_v2.Sampling.ProbabilisticSamplingStrategy;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyResponse;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyType;
import org.junit.jupiter.api.Test;

class StrategyProxyTest {
  private boolean away;
  private SamplingStrategyResponse said = limit("x");
  private final StrategyProxy proxy =
      new StrategyProxy(
          service -> {
            if (away) {
              throw new StrategyUnavailableException("away");
            }
            return said;
          });

  @Test
  void remembersOnlyAsManyServicesAsItsBoundSays() {
    for (int i = 0; i < KnownStrategies.MOST_SERVICES + 10; i++) {
      proxy.strategy("service-" + i);
    }
    assertThat(proxy.known()).isEqualTo(KnownStrategies.MOST_SERVICES);

    away = true;
    assertThat(proxy.strategy("service-9")).as("forgotten").isEqualTo(StrategyProxy.DEFAULT);
    assertThat(proxy.strategy("service-10")).as("remembered").isEqualTo(said);
  }

  @Test
  void remembersOnlyAsManyBytesAsItsBoundSays() {
    for (int i = 0; i < 10; i++) {
      said = limit("x".repeat((int) (KnownStrategies.MOST_BYTES / 3)) + i);
      proxy.strategy("service-" + i);
    }
    assertThat(proxy.known()).isEqualTo(2);

    said = limit("x".repeat((int) KnownStrategies.MOST_BYTES));
    assertThat(proxy.strategy("service-9")).as("too large, but answered").isEqualTo(said);
    assertThat(proxy.known()).isZero();
  }

  @Test
  void doesNotCountAServicesBytesTwice() {
    for (int i = 0; i < 10; i++) {
      said = limit("x".repeat((int) (KnownStrategies.MOST_BYTES / 3)) + i);
      proxy.strategy("shop");
      said = limit("y".repeat((int) (KnownStrategies.MOST_BYTES / 3)) + i);
      proxy.strategy("till");
    }
    assertThat(proxy.known()).isEqualTo(2);
  }

  @Test
  void whatClientsCannotReadIsNoAnswer() {
    said =
        SamplingStrategyResponse.newBuilder()
            .setProbabilisticSampling(
                ProbabilisticSamplingStrategy.newBuilder().setSamplingRate(Double.NaN))
            .build();
    assertThat(proxy.strategy("shop")).isEqualTo(StrategyProxy.DEFAULT);
    said = SamplingStrategyResponse.newBuilder().setStrategyTypeValue(7).build();
    assertThat(proxy.strategy("shop")).isEqualTo(StrategyProxy.DEFAULT);
    assertThat(proxy.failed()).isEqualTo(2);
  }

  /// A strategy that is about as large as `operation`.
  private static SamplingStrategyResponse limit(String operation) {
    return SamplingStrategyResponse.newBuilder()
        .setStrategyType(SamplingStrategyType.PROBABILISTIC)
        .setOperationSampling(
            PerOperationSamplingStrategies.newBuilder()
                .addPerOperationStrategies(
                    OperationSamplingStrategy.newBuilder().setOperation(operation)))
        .build();
  }
}
