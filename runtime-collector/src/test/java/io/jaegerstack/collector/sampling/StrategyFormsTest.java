package io.jaegerstack.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.collector.sampling.SamplingStrategy.OperationStrategy;
import io.jaegerstack.collector.sampling.SamplingStrategy.Probabilistic;
import io.jaegerstack.collector.sampling.SamplingStrategy.RateLimiting;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyParameters;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyResponse;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyType;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrategyFormsTest {
  private static final SamplingStrategy PER_OPERATION =
      new SamplingStrategy(
          new Probabilistic(1), List.of(new OperationStrategy("GET \"/\\", 0.25)), 0.5);

  @Test
  void writesJaegersJson() {
    assertThat(StrategyJson.of(SamplingStrategy.byDefault()))
        .isEqualTo(
            "{\"strategyType\":\"PROBABILISTIC\",\"probabilisticSampling\":{\"samplingRate\":0.001}}");
    assertThat(StrategyJson.of(SamplingStrategy.of(new RateLimiting(3))))
        .isEqualTo(
            "{\"strategyType\":\"RATE_LIMITING\",\"rateLimitingSampling\":{\"maxTracesPerSecond\":3}}");
    assertThat(StrategyJson.of(PER_OPERATION))
        .isEqualTo(
            "{\"strategyType\":\"PROBABILISTIC\",\"probabilisticSampling\":{\"samplingRate\":1},"
                + "\"operationSampling\":{\"defaultSamplingProbability\":0.5,\"defaultLowerBoundTracesPerSecond\":0,"
                + "\"perOperationStrategies\":[{\"operation\":\"GET \\\"/\\\\\",\"probabilisticSampling\":{\"samplingRate\":0.25}}],"
                + "\"defaultUpperBoundTracesPerSecond\":0}}");
  }

  @Test
  void writesJaegersProtobuf() throws Exception {
    var response = SamplingStrategyResponse.parseFrom(StrategyProto.toBytes(PER_OPERATION));
    assertThat(response.getStrategyType()).isEqualTo(SamplingStrategyType.PROBABILISTIC);
    assertThat(response.getProbabilisticSampling().getSamplingRate()).isEqualTo(1);
    assertThat(response.getOperationSampling().getDefaultSamplingProbability()).isEqualTo(0.5);
    assertThat(response.getOperationSampling().getPerOperationStrategiesList())
        .singleElement()
        .satisfies(
            operation -> {
              assertThat(operation.getOperation()).isEqualTo("GET \"/\\");
              assertThat(operation.getProbabilisticSampling().getSamplingRate()).isEqualTo(0.25);
            });
    var limited =
        SamplingStrategyResponse.parseFrom(
            StrategyProto.toBytes(SamplingStrategy.of(new RateLimiting(7))));
    assertThat(limited.getStrategyType()).isEqualTo(SamplingStrategyType.RATE_LIMITING);
    assertThat(limited.getRateLimitingSampling().getMaxTracesPerSecond()).isEqualTo(7);
    assertThat(limited.hasOperationSampling()).isFalse();
  }

  @Test
  void readsTheServiceOfAQuestion() {
    byte[] question =
        SamplingStrategyParameters.newBuilder().setServiceName("shop").build().toByteArray();
    assertThat(StrategyProto.service(question)).isEqualTo("shop");
    assertThatThrownBy(() -> StrategyProto.service(new byte[] {10, 5, 'x'}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("request is not SamplingStrategyParameters");
  }
}
