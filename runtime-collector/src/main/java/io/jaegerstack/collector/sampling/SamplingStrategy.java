package io.jaegerstack.collector.sampling;

import java.util.List;

/// How the traces of one service are to be sampled.
///
/// @param rate for the whole service
/// @param operations rates of single operations; empty where there are none
/// @param defaultProbability for operations that are not named, where some are
public record SamplingStrategy(
    Rate rate, List<OperationStrategy> operations, double defaultProbability) {
  /// What clients get that nobody has set up, as in Jaeger: one trace in a thousand.
  public static final double DEFAULT_PROBABILITY = 0.001;

  public SamplingStrategy {
    operations = List.copyOf(operations);
  }

  /// A strategy without rates of single operations.
  static SamplingStrategy of(Rate rate) {
    return new SamplingStrategy(rate, List.of(), 0);
  }

  static SamplingStrategy byDefault() {
    return of(new Probabilistic(DEFAULT_PROBABILITY));
  }

  /// The way a decision is made.
  public sealed interface Rate {}

  /// A share of traces, from 0 to 1.
  public record Probabilistic(double share) implements Rate {}

  /// At most so many traces a second from each process of the service.
  public record RateLimiting(int tracesPerSecond) implements Rate {}

  /// An operation and the share of its traces, from 0 to 1.
  public record OperationStrategy(String operation, double share) {}
}
