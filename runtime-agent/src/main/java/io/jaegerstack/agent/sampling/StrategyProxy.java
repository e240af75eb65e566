package io.jaegerstack.agent.sampling;

import io.jaegerstack.agent.sampling.StrategySource.StrategyUnavailableException;
import io.jaegerstack.server.RateLimitedLog;
import io.jaegertracing.api_v2.Sampling.ProbabilisticSamplingStrategy;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyResponse;
import io.jaegertracing.api_v2.Sampling.SamplingStrategyType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
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

  /// Services remembered; the one asked for longest ago is forgotten first. Anyone can invent a
  /// name.
  private static final int MAX_KNOWN = 1_000;

  private final StrategySource collectors;
  private final Map<String, SamplingStrategyResponse> known = new LinkedHashMap<>(16, 0.75f, true);
  private final LongAdder answered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final RateLimitedLog warnings =
      RateLimitedLog.of(LoggerFactory.getLogger(StrategyProxy.class));

  public StrategyProxy(StrategySource collectors) {
    this.collectors = collectors;
  }

  SamplingStrategyResponse strategy(String service) {
    try {
      SamplingStrategyResponse strategy = collectors.ask(service);
      answered.increment();
      remember(service, strategy);
      return strategy;
    } catch (StrategyUnavailableException away) {
      failed.increment();
      warnings.warn(
          "collector gave no strategy, answering the last known status=\"{}\"", away.getMessage());
      return lastKnown(service);
    }
  }

  private void remember(String service, SamplingStrategyResponse strategy) {
    synchronized (known) {
      known.put(service, strategy);
      if (known.size() > MAX_KNOWN) {
        known.remove(known.keySet().iterator().next());
      }
    }
  }

  private SamplingStrategyResponse lastKnown(String service) {
    synchronized (known) {
      return known.getOrDefault(service, DEFAULT);
    }
  }

  /// Calls that a collector answered.
  public long answered() {
    return answered.sum();
  }

  /// Calls that no collector answered.
  public long failed() {
    return failed.sum();
  }
}
