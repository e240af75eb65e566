package io.jaegerstack.collector.sampling;

import com.google.protobuf.InvalidProtocolBufferException;
import io.jaegerstack.collector.sampling.SamplingStrategy.OperationStrategy;
import io.jaegerstack.collector.sampling.SamplingStrategy.Probabilistic;
import io.jaegerstack.collector.sampling.SamplingStrategy.RateLimiting;
import io.jaegertracing.api_v2.Sampling.OperationSamplingStrategy;
import io.jaegertracing.api_v2.Sampling.PerOperationSamplingStrategies;
import io.jaegertracing.api_v2.Sampling.ProbabilisticSamplingStrategy;
import io.jaegertracing.api_v2.Sampling.RateLimitingSamplingStrategy;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyParameters;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyResponse;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyType;

/// Questions and answers of `jaeger.api_v2.SamplingManager` as bytes. Agents ask once a minute for
/// each service, so generated classes are good enough.
public final class StrategyProto {
  /// The service that a `SamplingStrategyParameters` asks about.
  ///
  /// @throws IllegalArgumentException where the bytes are something else
  public static String service(byte[] request) {
    try {
      return SamplingStrategyParameters.parseFrom(request).getServiceName();
    } catch (InvalidProtocolBufferException malformed) {
      throw new IllegalArgumentException(
          "request is not SamplingStrategyParameters: " + malformed.getMessage(), malformed);
    }
  }

  /// `strategy` as the bytes of a `SamplingStrategyResponse`.
  public static byte[] toBytes(SamplingStrategy strategy) {
    return response(strategy).toByteArray();
  }

  /// `strategy` as a `SamplingStrategyResponse`.
  public static SamplingStrategyResponse response(SamplingStrategy strategy) {
    var response = SamplingStrategyResponse.newBuilder();
    switch (strategy.rate()) {
      case Probabilistic(double share) ->
          response
              .setStrategyType(SamplingStrategyType.PROBABILISTIC)
              .setProbabilisticSampling(share(share));
      case RateLimiting(int tracesPerSecond) ->
          response
              .setStrategyType(SamplingStrategyType.RATE_LIMITING)
              .setRateLimitingSampling(
                  RateLimitingSamplingStrategy.newBuilder().setMaxTracesPerSecond(tracesPerSecond));
    }
    if (!strategy.operations().isEmpty()) {
      response.setOperationSampling(operations(strategy));
    }
    return response.build();
  }

  private static PerOperationSamplingStrategies operations(SamplingStrategy strategy) {
    var operations =
        PerOperationSamplingStrategies.newBuilder()
            .setDefaultSamplingProbability(strategy.defaultProbability());
    for (OperationStrategy operation : strategy.operations()) {
      operations.addPerOperationStrategies(
          OperationSamplingStrategy.newBuilder()
              .setOperation(operation.operation())
              .setProbabilisticSampling(share(operation.share())));
    }
    return operations.build();
  }

  private static ProbabilisticSamplingStrategy share(double share) {
    return ProbabilisticSamplingStrategy.newBuilder().setSamplingRate(share).build();
  }

  private StrategyProto() {}
}
