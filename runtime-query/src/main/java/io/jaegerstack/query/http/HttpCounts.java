package io.jaegerstack.query.http;

import io.jaegerstack.server.http.HttpWatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Every answer by route and status, and every request that was refused before it reached a route;
/// durations under the name that OpenTelemetry made common and Jaeger 2's dashboards ask for.
public final class HttpCounts implements HttpWatch {
  /// What callers may call a method is without end.
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");

  private static final String OTHER = "_OTHER";

  private final MeterRegistry registry;
  private final Map<Answer, Counter> answers = new ConcurrentHashMap<>();
  private final Map<Call, Timer> durations = new ConcurrentHashMap<>();

  public HttpCounts(MeterRegistry registry) {
    this.registry = registry;
    for (Refusal why : Refusal.values()) {
      refusals(why);
    }
  }

  @Override
  public void answered(String method, String route, int status, Duration took) {
    answers.computeIfAbsent(new Answer(route, status), this::counter).increment();
    durations
        .computeIfAbsent(
            new Call(METHODS.contains(method) ? method : OTHER, route, status), this::duration)
        .record(took);
  }

  private Timer duration(Call call) {
    return Timer.builder("http.server.request.duration")
        .description("Seconds from a request on the query's HTTP port to the start of its answer")
        .tags("http_request_method", call.method(), "http_route", call.route())
        .tag("http_response_status_code", Integer.toString(call.status()))
        .register(registry);
  }

  private Counter counter(Answer answer) {
    return Counter.builder("jaegerstack.query.http.requests")
        .description("Answers on the query's HTTP port")
        .tags("route", answer.route(), "status", Integer.toString(answer.status()))
        .register(registry);
  }

  @Override
  public void refused(Refusal why) {
    refusals(why).increment();
  }

  private Counter refusals(Refusal why) {
    return Counter.builder("jaegerstack.query.http.refused")
        .description("Requests on the query's HTTP port that no route answered")
        .tag("reason", why.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .register(registry);
  }

  private record Answer(String route, int status) {}

  private record Call(String method, String route, int status) {}
}
