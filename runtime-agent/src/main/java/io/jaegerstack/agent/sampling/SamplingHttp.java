package io.jaegerstack.agent.sampling;

import io.jaegerstack.server.http.ErrorFormat;
import io.jaegerstack.server.http.HttpAnswer;
import io.jaegerstack.server.http.HttpCall;
import io.jaegerstack.server.http.HttpFailure;
import io.jaegerstack.server.http.Routes;
import java.util.concurrent.atomic.LongAdder;

/// The routes of port 5778: `/sampling`, the older `/`, `/baggageRestrictions`, each with
/// `?service=`.
public final class SamplingHttp {
  private static final String JSON = "application/json";

  private final StrategyProxy strategies;
  private final LongAdder samplingCalls = new LongAdder();
  private final LongAdder legacyCalls = new LongAdder();
  private final LongAdder baggageCalls = new LongAdder();
  private final LongAdder badCalls = new LongAdder();

  public SamplingHttp(StrategyProxy strategies) {
    this.strategies = strategies;
  }

  public Routes routes() {
    return Routes.builder()
        .get("/sampling", this::sampling)
        .get("/", this::legacySampling)
        .onLoop("GET", "/baggageRestrictions", this::baggageRestrictions)
        .build();
  }

  /// Errors as clients of Jaeger's agent know them: a line of text.
  public ErrorFormat errors() {
    return ErrorFormat.PLAIN;
  }

  private HttpAnswer sampling(HttpCall call) {
    String service = service(call);
    samplingCalls.increment();
    return HttpAnswer.text(200, JSON, StrategyJson.words(strategies.strategy(service)));
  }

  private HttpAnswer legacySampling(HttpCall call) {
    String service = service(call);
    legacyCalls.increment();
    return HttpAnswer.text(200, JSON, StrategyJson.numbers(strategies.strategy(service)));
  }

  /// No restrictions: collectors have none to tell, over gRPC there is not even a question for it.
  private HttpAnswer baggageRestrictions(HttpCall call) {
    service(call);
    baggageCalls.increment();
    return HttpAnswer.text(200, JSON, "[]");
  }

  private String service(HttpCall call) {
    var services = call.queryAll("service");
    if (services.size() != 1 || services.getFirst().isEmpty()) {
      badCalls.increment();
      throw HttpFailure.badRequest("'service' parameter must be provided once");
    }
    return services.getFirst();
  }

  public long samplingCalls() {
    return samplingCalls.sum();
  }

  public long legacyCalls() {
    return legacyCalls.sum();
  }

  public long baggageCalls() {
    return baggageCalls.sum();
  }

  /// Calls that named no service, or several.
  public long badCalls() {
    return badCalls.sum();
  }
}
