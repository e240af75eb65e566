package io.jaegerstack.collector.receiver.http;

import io.jaegerstack.collector.sampling.SamplingStrategy;
import io.jaegerstack.collector.sampling.StrategyJson;
import io.jaegerstack.collector.sampling.StrategyProvider;
import io.jaegerstack.server.http.HttpAnswer;
import io.jaegerstack.server.http.HttpCall;
import io.jaegerstack.server.http.HttpFailure;
import io.jaegerstack.server.http.Routes;
import java.util.List;

/// `GET /api/sampling?service=…`: strategies for clients that ask the collector instead of an
/// agent.
public final class SamplingRoutes {
  private static final String JSON = "application/json";

  private final StrategyProvider strategies;

  public SamplingRoutes(StrategyProvider strategies) {
    this.strategies = strategies;
  }

  /// Adds the route under Jaeger's path and under the agent's two, so that every client can be told
  /// to ask here: Java's knows only `/`, Node's and Python's only `/sampling`.
  public void addTo(Routes.Builder routes) {
    routes
        .onLoop("GET", "/api/sampling", this::sampling)
        .onLoop("GET", "/sampling", this::sampling)
        .onLoop("GET", "/", this::legacySampling);
  }

  private HttpAnswer sampling(HttpCall call) {
    return HttpAnswer.text(200, JSON, StrategyJson.of(strategy(call)));
  }

  private HttpAnswer legacySampling(HttpCall call) {
    return HttpAnswer.text(200, JSON, StrategyJson.numbers(strategy(call)));
  }

  private SamplingStrategy strategy(HttpCall call) {
    List<String> services = call.queryAll("service");
    if (services.size() != 1) {
      throw HttpFailure.badRequest(
          "'service' parameter is given %d times, expected once".formatted(services.size()));
    }
    return strategies.strategy(services.getFirst());
  }
}
