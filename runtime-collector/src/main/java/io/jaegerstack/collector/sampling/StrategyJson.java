package io.jaegerstack.collector.sampling;

import io.jaegerstack.collector.sampling.SamplingStrategy.OperationStrategy;
import io.jaegerstack.collector.sampling.SamplingStrategy.Probabilistic;
import io.jaegerstack.collector.sampling.SamplingStrategy.RateLimiting;
import io.jaegerstack.model.FloatText;

/// A strategy as the JSON that Jaeger's clients read.
public final class StrategyJson {
  /// As Jaeger renders `SamplingStrategyResponse` at `/api/sampling`: enums by name, 0 rendered,
  /// absent parts left out.
  public static String of(SamplingStrategy strategy) {
    return json(strategy, "\"PROBABILISTIC\"", "\"RATE_LIMITING\"");
  }

  /// As at the agent's `/`, for clients that know thrift's numbers only.
  public static String numbers(SamplingStrategy strategy) {
    return json(strategy, "0", "1");
  }

  private static String json(SamplingStrategy strategy, String probabilistic, String limiting) {
    var json = new StringBuilder(128).append("{\"strategyType\":");
    switch (strategy.rate()) {
      case Probabilistic(double share) ->
          json.append(probabilistic)
              .append(",\"probabilisticSampling\":{\"samplingRate\":")
              .append(FloatText.of(share))
              .append('}');
      case RateLimiting(int tracesPerSecond) ->
          json.append(limiting)
              .append(",\"rateLimitingSampling\":{\"maxTracesPerSecond\":")
              .append(tracesPerSecond)
              .append('}');
    }
    if (!strategy.operations().isEmpty()) {
      appendOperations(json, strategy);
    }
    return json.append('}').toString();
  }

  private static void appendOperations(StringBuilder json, SamplingStrategy strategy) {
    json.append(",\"operationSampling\":{\"defaultSamplingProbability\":")
        .append(FloatText.of(strategy.defaultProbability()))
        .append(",\"defaultLowerBoundTracesPerSecond\":0,\"perOperationStrategies\":[");
    String separator = "";
    for (OperationStrategy operation : strategy.operations()) {
      json.append(separator).append("{\"operation\":");
      appendQuoted(json, operation.operation());
      json.append(",\"probabilisticSampling\":{\"samplingRate\":")
          .append(FloatText.of(operation.share()))
          .append("}}");
      separator = ",";
    }
    json.append("],\"defaultUpperBoundTracesPerSecond\":0}");
  }

  private static void appendQuoted(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }

  private StrategyJson() {}
}
