package io.jaegerstack.server.http;

import io.jaegerstack.server.Metrics;
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
  private final String process;
  private final String server;
  private final Map<Answer, Counter> answers = new ConcurrentHashMap<>();

  /// @param process whose name is part of the metrics': `collector`, `agent`
  /// @param server its name in the metrics' label
  public HttpCounts(Metrics metrics, String process, String server) {
    this.metrics = metrics;
    this.process = process;
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
                    "jaegerstack_%s_http_requests".formatted(process),
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
        "jaegerstack_%s_http_refused".formatted(process),
        "server",
        server,
        "reason",
        why.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
