package io.jaegerstack.collector.receiver.http;

import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.http.HttpWatch;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Every HTTP call by its route and status, and every request that was refused before it reached a
/// route: too large, too slow, not HTTP.
public final class HttpCounts implements HttpWatch {
  private record Answer(String route, int status) {}

  private final Metrics metrics;
  private final String server;
  private final Map<Answer, Counter> answers = new ConcurrentHashMap<>();

  public HttpCounts(Metrics metrics, String server) {
    this.metrics = metrics;
    this.server = server;
    for (Refusal why : Refusal.values()) {
      refusals(why);
    }
  }

  @Override
  public void answered(String method, String route, int status, Duration took) {
    answers
        .computeIfAbsent(
            new Answer(route, status),
            answer ->
                metrics.counter(
                    "jaegerstack_collector_http_requests",
                    "server",
                    server,
                    "route",
                    route,
                    "status",
                    Integer.toString(status)))
        .increment();
  }

  @Override
  public void refused(Refusal why) {
    refusals(why).increment();
  }

  private Counter refusals(Refusal why) {
    return metrics.counter(
        "jaegerstack_collector_http_refused",
        "server",
        server,
        "reason",
        why.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
