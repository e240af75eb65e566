package io.jaegerstack.query.http;

import io.jaegerstack.server.http.HttpWatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Every answer by route and status, and every request that was refused before it reached a route.
public final class HttpCounts implements HttpWatch {
  private final MeterRegistry registry;
  private final Map<Answer, Counter> answers = new ConcurrentHashMap<>();

  public HttpCounts(MeterRegistry registry) {
    this.registry = registry;
    for (Refusal why : Refusal.values()) {
      refusals(why);
    }
  }

  @Override
  public void answered(String method, String route, int status, Duration took) {
    answers.computeIfAbsent(new Answer(route, status), this::counter).increment();
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
}
