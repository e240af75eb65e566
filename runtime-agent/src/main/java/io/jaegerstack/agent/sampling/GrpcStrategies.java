package io.jaegerstack.agent.sampling;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyParameters;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyResponse;
import io.jaegertracing.api_v2.SamplingManagerGrpc;
import java.util.concurrent.TimeUnit;

/// Strategies by api_v2's `SamplingManager`.
public final class GrpcStrategies implements StrategySource {
  private final ManagedChannel collectors;

  public GrpcStrategies(ManagedChannel collectors) {
    this.collectors = collectors;
  }

  @Override
  public SamplingStrategyResponse ask(String service) throws StrategyUnavailableException {
    try {
      return SamplingManagerGrpc.newBlockingStub(collectors)
          .withDeadlineAfter(StrategyProxy.TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)
          .getSamplingStrategy(
              SamplingStrategyParameters.newBuilder().setServiceName(service).build());
    } catch (StatusRuntimeException away) {
      throw new StrategyUnavailableException(away.getStatus().toString());
    }
  }
}
