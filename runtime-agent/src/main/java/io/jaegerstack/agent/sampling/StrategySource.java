package io.jaegerstack.agent.sampling;

import io.jaegertracing.api_v2.Sampling.SamplingStrategyResponse;

/// Asks a collector how a service is to be sampled.
@FunctionalInterface
public interface StrategySource {
  /// Waits for the answer, but not for long: a client waits too.
  ///
  /// @throws StrategyUnavailableException where no collector answers
  SamplingStrategyResponse ask(String service) throws StrategyUnavailableException;

  /// No collector answered.
  final class StrategyUnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    /// @param status what the collector or the network said
    StrategyUnavailableException(String status) {
      super(status, null, false, false);
    }
  }
}
