package io.jaegerstack.collector.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jaegerstack.collector.sampling.SamplingStrategy.OperationStrategy;
import io.jaegerstack.collector.sampling.SamplingStrategy.Probabilistic;
import io.jaegerstack.fuzzing.FuzzTarget;
import io.jaegerstack.fuzzing.FuzzTests;
import io.jaegerstack.fuzzing.JsonGrammar;
import io.jaegerstack.fuzzing.ProtobufGrammar;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyParameters;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// A strategies file is read or refused, whatever is in it, and what was read can be told to
/// clients in every form.
class StrategiesFuzzTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> WORDS =
      List.of(
          "default_strategy",
          "service_strategies",
          "operation_strategies",
          "service",
          "operation",
          "type",
          "param",
          "probabilistic",
          "ratelimiting");
  private static final String FILE =
      """
      {"default_strategy": {"type": "probabilistic", "param": 0.5, "operation_strategies": [
          {"operation": "/health", "type": "probabilistic", "param": 0}]},
       "service_strategies": [
          {"service": "shop", "type": "probabilistic", "param": 0.8, "operation_strategies": [
            {"operation": "op1", "type": "probabilistic", "param": 0.2},
            {"operation": "op2", "type": "ratelimiting", "param": 2}]},
          {"service": "till", "type": "ratelimiting", "param": 5}]}
      """;

  @TestFactory
  Stream<DynamicTest> strategiesAndQuestions() {
    return FuzzTests.of(List.of(file(), question()));
  }

  private static FuzzTarget<?> file() {
    return FuzzTarget.<StrategiesFile.Contents>of(
            "Strategies file",
            new JsonGrammar(WORDS),
            List.of(FILE.getBytes(StandardCharsets.UTF_8), "{}".getBytes(StandardCharsets.UTF_8)),
            () -> input -> StrategiesFile.parse(new String(input, StandardCharsets.UTF_8)))
        .refusing(IllegalArgumentException.class)
        .allocating(200, 64 * 1024)
        .checking((input, read) -> tellable(read.strategies()));
  }

  private static void tellable(Strategies strategies) throws Exception {
    tellable(strategies.byDefault());
    for (SamplingStrategy strategy : strategies.byService().values()) {
      tellable(strategy);
    }
  }

  private static void tellable(SamplingStrategy strategy) throws Exception {
    if (strategy.rate() instanceof Probabilistic(double share)) {
      assertThat(share >= 0 && share <= 1).isTrue();
    }
    JsonNode json = JSON.readTree(StrategyJson.of(strategy));
    JsonNode told = json.path("operationSampling").path("perOperationStrategies");
    assertThat(told).hasSameSizeAs(strategy.operations());
    for (int i = 0; i < told.size(); i++) {
      OperationStrategy operation = strategy.operations().get(i);
      assertThat(operation.share() >= 0 && operation.share() <= 1).isTrue();
      assertThat(told.get(i).path("operation").asText()).isEqualTo(operation.operation());
    }
    byte[] protobuf = StrategyProto.toBytes(strategy);
    assertThat(SamplingStrategyResponse.parseFrom(protobuf).toByteArray()).isEqualTo(protobuf);
  }

  private static FuzzTarget<?> question() {
    byte[] sample =
        SamplingStrategyParameters.newBuilder().setServiceName("žluť").build().toByteArray();
    return FuzzTarget.of(
            "SamplingStrategyParameters",
            new ProtobufGrammar(),
            List.of(sample),
            () -> StrategyProto::service)
        .refusing(IllegalArgumentException.class)
        .allocating(20, 8 * 1024);
  }
}
