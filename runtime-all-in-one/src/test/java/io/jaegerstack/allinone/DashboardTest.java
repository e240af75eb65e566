package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What is to be seen of dashboard and alerts without running them; `PrometheusIT` runs them.
class DashboardTest {
  private static final Path DASHBOARD = Path.of("..", "deploy", "grafana", "jaegerstack.json");
  private static final Path RULES = Path.of("..", "deploy", "prometheus", "jaegerstack.rules.yaml");
  private static final Path RUNBOOK = Path.of("..", "docs", "operations.md");

  @Test
  void theFirstRowIsTheFiveNumbers() throws Exception {
    List<JsonNode> panels = panels();

    assertThat(panels.getFirst().path("type").asText()).isEqualTo("row");
    assertThat(panels.subList(1, 6))
        .extracting(panel -> panel.path("targets").path(0).path("expr").asText())
        .satisfiesExactly(
            memory -> assertThat(memory).contains("process_resident_memory_bytes"),
            processor -> assertThat(processor).contains("process_cpu_seconds_total"),
            batches -> assertThat(batches).contains("jaeger_agent_reporter_batches_failures_total"),
            spans -> assertThat(spans).contains("jaeger_collector_spans_dropped_total"),
            wait -> assertThat(wait).contains("0.95").contains("in_queue_latency_bucket"));
    assertThat(panels.get(6).path("type").asText()).isEqualTo("row");
  }

  @Test
  void noTwoPanelsHaveOneIdOrLieOnEachOther() throws Exception {
    var ids = new HashSet<Integer>();
    var cells = new HashSet<List<Integer>>();
    for (JsonNode panel : panels()) {
      assertThat(ids.add(panel.path("id").asInt())).as("id of %s", panel.path("title")).isTrue();
      JsonNode at = panel.path("gridPos");
      int right = at.path("x").asInt() + at.path("w").asInt();
      assertThat(right).as("%s", panel.path("title")).isLessThanOrEqualTo(24);
      for (int x = at.path("x").asInt(); x < right; x++) {
        for (int y = at.path("y").asInt(); y < at.path("y").asInt() + at.path("h").asInt(); y++) {
          assertThat(cells.add(List.of(x, y)))
              .as("%s at %d,%d", panel.path("title"), x, y)
              .isTrue();
        }
      }
    }
  }

  @Test
  void everyAlertHasItsRunbook() throws Exception {
    String runbook = Files.readString(RUNBOOK);
    List<String> alerts =
        Pattern.compile("- alert: (\\w+)")
            .matcher(Files.readString(RULES))
            .results()
            .map((MatchResult found) -> found.group(1))
            .toList();

    assertThat(alerts).hasSize(12);
    assertThat(alerts)
        .allSatisfy(alert -> assertThat(runbook).contains("### " + alert + "\n"))
        .allSatisfy(
            alert ->
                assertThat(Files.readString(RULES))
                    .contains(
                        "runbook: docs/operations.md#" + alert.toLowerCase(java.util.Locale.ROOT)));
  }

  private static List<JsonNode> panels() throws Exception {
    List<JsonNode> panels = new ArrayList<>();
    new ObjectMapper().readTree(DASHBOARD.toFile()).path("panels").forEach(panels::add);
    return panels;
  }
}
