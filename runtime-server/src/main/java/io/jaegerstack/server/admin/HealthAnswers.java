package io.jaegerstack.server.admin;

import io.jaegerstack.server.DependencyHealth;
import io.jaegerstack.server.DependencyHealth.State;
import io.jaegerstack.server.Health;
import io.jaegerstack.server.http.HttpAnswer;
import io.jaegerstack.server.http.JsonText;
import java.util.Map;
import java.util.stream.Collectors;

/// Three questions, three paths: whether the process is to be started anew (`/live`), whether it
/// serves (`/`, as Jaeger's), and whether all that it needs is there (`/ready`).
final class HealthAnswers {
  private static final String JSON = "application/json";

  /// Whether the process serves; 503 before it has started and from SIGTERM on. Jaeger's JSON and,
  /// where the process has a storage, `storage` as its last member: ours, for the operator.
  static HttpAnswer serving(Health health) {
    String jaegers = health.json();
    String json =
        health
            .dependency(Health.STORAGE)
            .map(found -> jaegers.substring(0, jaegers.length() - 1) + "," + member(found) + "}")
            .orElse(jaegers);
    return HttpAnswer.text(health.isReady() ? 200 : 503, JSON, json);
  }

  private static String member(DependencyHealth storage) {
    String available =
        switch (storage.state()) {
          case AVAILABLE -> "true";
          case FAILING -> "false";
          case UNKNOWN -> "null";
        };
    String trouble =
        storage.trouble().map(word -> ",\"reason\":" + JsonText.quoted(word)).orElse("");
    return "\"storage\":{\"available\":%s,\"error\":%s%s}"
        .formatted(available, JsonText.quoted(storage.reason()), trouble);
  }

  /// Whether it serves and nothing that it needs is known to fail, each with its reason; 503 where
  /// one is. A process that is not ready in this sense still takes what it can hold.
  static HttpAnswer ready(Health health) {
    Map<String, DependencyHealth> all = health.dependencies();
    boolean isReady =
        health.isReady() && all.values().stream().noneMatch(one -> one.state() == State.FAILING);
    String dependencies =
        all.entrySet().stream()
            .map(each -> dependency(each.getKey(), each.getValue()))
            .collect(Collectors.joining(","));
    return HttpAnswer.text(
        isReady ? 200 : 503,
        JSON,
        "{\"ready\":%b,\"serving\":%b,\"dependencies\":{%s}}"
            .formatted(isReady, health.isReady(), dependencies));
  }

  private static String dependency(String name, DependencyHealth found) {
    return "%s:{\"state\":\"%s\",\"reason\":%s}"
        .formatted(JsonText.quoted(name), found.state().label(), JsonText.quoted(found.reason()));
  }

  /// That event loops answer. Nothing outside of the process changes it: whatever is away does not
  /// come back by starting us anew, and what we hold would be lost.
  static HttpAnswer alive() {
    return HttpAnswer.text(200, JSON, "{\"live\":true}");
  }

  private HealthAnswers() {}
}
