package io.jaegerstack.collector.sampling;

/// Where sampling strategies come from. Asked on event loops: it answers from memory.
@FunctionalInterface
public interface StrategyProvider {
  /// The strategy of `service`, or the one for services that nobody named.
  SamplingStrategy strategy(String service);
}
