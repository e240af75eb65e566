package io.jaegerstack.collector.sampling;

import io.jaegerstack.collector.sampling.SamplingStrategy.OperationStrategy;
import io.jaegerstack.collector.sampling.SamplingStrategy.Probabilistic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// All strategies of one strategies file.
record Strategies(SamplingStrategy byDefault, Map<String, SamplingStrategy> byService)
    implements StrategyProvider {
  /// What holds where there is no file.
  static final Strategies NONE = new Strategies(SamplingStrategy.byDefault(), Map.of());

  Strategies {
    byService = Map.copyOf(byService);
  }

  /// The given strategies, with the operations of the default one added to each service as Jaeger
  /// does: a service's own operations win, and so does its own probability.
  static Strategies merged(SamplingStrategy byDefault, Map<String, SamplingStrategy> byService) {
    Map<String, SamplingStrategy> merged = new HashMap<>();
    byService.forEach((service, own) -> merged.put(service, merged(own, byDefault)));
    return new Strategies(byDefault, merged);
  }

  private static SamplingStrategy merged(SamplingStrategy own, SamplingStrategy byDefault) {
    if (byDefault.operations().isEmpty()) {
      return own;
    }
    if (own.operations().isEmpty()) {
      double share =
          own.rate() instanceof Probabilistic(double ownShare)
              ? ownShare
              : byDefault.defaultProbability();
      return new SamplingStrategy(own.rate(), byDefault.operations(), share);
    }
    Set<String> named =
        own.operations().stream().map(OperationStrategy::operation).collect(Collectors.toSet());
    List<OperationStrategy> all = new ArrayList<>(own.operations());
    byDefault.operations().stream()
        .filter(operation -> !named.contains(operation.operation()))
        .forEach(all::add);
    return new SamplingStrategy(own.rate(), all, own.defaultProbability());
  }

  @Override
  public SamplingStrategy strategy(String service) {
    return byService.getOrDefault(service, byDefault);
  }
}
