package io.jaegerstack.agent.sampling;

import io.jaegerstack.agent.sampling.StrategySource.StrategyUnavailableException;
import io.jaegerstack.server.RateLimitedLog;
import io.jaegertracing.api_v2.Sampling.PerOperationSamplingStrategies;
import io.jaegertracing.api_v2.Sampling.ProbabilisticSamplingStrategy;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyResponse;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyType;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.LoggerFactory;

/// Strategies from the collector, the last known one where it does not answer, the default where
/// none is known.
public final class StrategyProxy {
  /// What Jaeger's clients and collectors fall back to.
  static final SamplingStrategyResponse DEFAULT =
      SamplingStrategyResponse.newBuilder()
          .setStrategyType(SamplingStrategyType.PROBABILISTIC)
          .setProbabilisticSampling(
              ProbabilisticSamplingStrategy.newBuilder().setSamplingRate(0.001))
          .build();

  /// Clients wait some seconds for an answer; then they keep what they have.
  static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final StrategySource collectors;
  private final KnownStrategies known = new KnownStrategies();
  private final LongAdder answered = new LongAdder();
  private final LongAdder remembered = new LongAdder();
  private final LongAdder byDefault = new LongAdder();
  private final RateLimitedLog warnings =
      RateLimitedLog.of(LoggerFactory.getLogger(StrategyProxy.class));

  public StrategyProxy(StrategySource collectors) {
    this.collectors = collectors;
  }

  /// The strategy of `service`; never fails.
  SamplingStrategyResponse strategy(String service) {
    try {
      SamplingStrategyResponse strategy = usable(collectors.ask(service));
      answered.increment();
      known.remember(service, strategy);
      return strategy;
    } catch (StrategyUnavailableException away) {
      warnings.warn(
          "collector gave no strategy, answering the last known status=\"{}\"", away.getMessage());
      return lastKnown(service);
    }
  }

  /// What clients can be told: of a type that they know, with numbers that JSON has.
  private static SamplingStrategyResponse usable(SamplingStrategyResponse answer)
      throws StrategyUnavailableException {
    PerOperationSamplingStrategies operations = answer.getOperationSampling();
    boolean hasNumbers =
        Double.isFinite(answer.getProbabilisticSampling().getSamplingRate())
            && Double.isFinite(operations.getDefaultSamplingProbability())
            && Double.isFinite(operations.getDefaultLowerBoundTracesPerSecond())
            && Double.isFinite(operations.getDefaultUpperBoundTracesPerSecond())
            && operations.getPerOperationStrategiesList().stream()
                .allMatch(one -> Double.isFinite(one.getProbabilisticSampling().getSamplingRate()));
    if (!hasNumbers || answer.getStrategyType() == SamplingStrategyType.UNRECOGNIZED) {
      throw new StrategyUnavailableException(
          "answer has strategy type %d and %s, expected 0 or 1 and finite numbers"
              .formatted(
                  answer.getStrategyTypeValue(),
                  hasNumbers ? "finite numbers" : "a number that is not finite"));
    }
    return answer;
  }

  private SamplingStrategyResponse lastKnown(String service) {
    SamplingStrategyResponse last = known.lastOf(service);
    (last == null ? byDefault : remembered).increment();
    return last == null ? DEFAULT : last;
  }

  /// Calls that a collector answered.
  public long answered() {
    return answered.sum();
  }

  /// Calls that no collector answered.
  public long failed() {
    return remembered() + byDefault();
  }

  /// Those of them that were answered with the service's last known strategy.
  public long remembered() {
    return remembered.sum();
  }

  /// Those that were answered with the default, because nothing was known of the service.
  public long byDefault() {
    return byDefault.sum();
  }

  /// Services whose last strategy is remembered.
  public int known() {
    return known.services();
  }
}
