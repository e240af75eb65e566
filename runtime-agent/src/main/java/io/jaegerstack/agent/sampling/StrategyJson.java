package io.jaegerstack.agent.sampling;

import io.jaegerstack.server.http.JsonText;
import io.jaegertracing.api_v2.Sampling.OperationSamplingStrategy;
import io.jaegertracing.api_v2.Sampling.PerOperationSamplingStrategies;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyResponse;
import java.util.stream.Collectors;

/// Strategies as the two endpoints write them. Both are read by clients that are years old: names,
/// order and the absent as Jaeger's agent has them; strategies that do not apply are left out.
final class StrategyJson {
  /// `/sampling`: the type as a word.
  static String words(SamplingStrategyResponse strategy) {
    return json("\"" + strategy.getStrategyType().name() + "\"", strategy);
  }

  /// `/`, for clients of before 2017: the type as thrift's number.
  static String numbers(SamplingStrategyResponse strategy) {
    return json(Integer.toString(strategy.getStrategyTypeValue()), strategy);
  }

  private static String json(String type, SamplingStrategyResponse strategy) {
    var json = new StringBuilder("{\"strategyType\":").append(type);
    if (strategy.hasProbabilisticSampling()) {
      json.append(",\"probabilisticSampling\":").append(probabilistic(strategy));
    }
    if (strategy.hasRateLimitingSampling()) {
      json.append(",\"rateLimitingSampling\":").append(rateLimiting(strategy));
    }
    if (strategy.hasOperationSampling()) {
      json.append(",\"operationSampling\":").append(operations(strategy.getOperationSampling()));
    }
    return json.append('}').toString();
  }

  private static String probabilistic(SamplingStrategyResponse strategy) {
    return "{\"samplingRate\":%s}".formatted(strategy.getProbabilisticSampling().getSamplingRate());
  }

  private static String rateLimiting(SamplingStrategyResponse strategy) {
    return "{\"maxTracesPerSecond\":%d}"
        .formatted(strategy.getRateLimitingSampling().getMaxTracesPerSecond());
  }

  private static String operations(PerOperationSamplingStrategies all) {
    return "{\"defaultSamplingProbability\":%s,\"defaultLowerBoundTracesPerSecond\":%s,\"perOperationStrategies\":[%s],\"defaultUpperBoundTracesPerSecond\":%s}"
        .formatted(
            all.getDefaultSamplingProbability(),
            all.getDefaultLowerBoundTracesPerSecond(),
            all.getPerOperationStrategiesList().stream()
                .map(StrategyJson::operation)
                .collect(Collectors.joining(",")),
            all.getDefaultUpperBoundTracesPerSecond());
  }

  private static String operation(OperationSamplingStrategy one) {
    return "{\"operation\":%s,\"probabilisticSampling\":{\"samplingRate\":%s}}"
        .formatted(
            JsonText.quoted(one.getOperation()), one.getProbabilisticSampling().getSamplingRate());
  }

  private StrategyJson() {}
}
