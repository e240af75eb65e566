package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jaegerstack.allinone.PrometheusServer.Sample;
import io.jaegerstack.allinone.PrometheusServer.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What dashboards and alerts ask a real Prometheus about a running stack and the applications that
/// report to it. The expressions are as they are shipped; the scrapes are a second apart instead of
/// many, so that a window of a minute is filled in seconds.
class PrometheusIT {
  private static final Path DEPLOY = Path.of("..", "deploy");
  private static final Path RULES = DEPLOY.resolve("prometheus/jaegerstack.rules.yaml");
  private static final Path DASHBOARD = DEPLOY.resolve("grafana/jaegerstack.json");

  /// No agent answers for debug traces, Jaeger's neither: where all goes well, nobody asks, and no
  /// share can be told.
  private static final Set<String> NOBODY_ASKS = Set.of("JaegerThrottlingUpdateFailing");

  /// Fires where a batch waits for more than a second, which nothing makes happen here: `promtool
  /// test rules` has a queue that is slow.
  private static final String QUEUE_SLOW = "JaegerStackCollectorQueueSlow";

  /// Fire where spans stay on a disk, which nothing makes happen here either.
  private static final String SPILL_WAITING = "JaegerStackAgentSpillWaiting";

  private static final String SPILL_FILLING = "JaegerStackAgentSpillFilling";

  /// Fires where no collector computes for an hour.
  private static final String DEPENDENCIES_LAGGING = "JaegerStackDependenciesLagging";

  /// Asks kube-state-metrics, which only a cluster has.
  private static final String RETENTION_FAILING = "JaegerStackRetentionFailing";

  private static final String CERTIFICATE_ENDING = "JaegerStackCertificateEnding";

  /// Names that are Jaeger's or OpenTelemetry's, and so stay.
  private static final Set<String> KNOWN =
      Set.of(
          "jaeger_collector_spans_serviceNames metric names should be written in 'snake_case' not 'camelCase'");

  /// Labels of series that a process has from its start, whether something happens there or not.
  private static final Set<String> PARTS_OF_A_PROCESS = Set.of("hop", "receiver", "operation");

  /// How often every count moves while Prometheus looks.
  private static final int ROUNDS = 12;

  @TempDir private static Path folder;
  private static Path programs;
  private static MonitoredStacks stacks;
  private static PrometheusServer prometheus;

  @BeforeAll
  static void start() throws Exception {
    programs = PrometheusServer.programs();
    stacks = MonitoredStacks.start(folder);
    prometheus = PrometheusServer.start(programs, folder, List.of(RULES), stacks.targets());
    prometheus.awaitScrapes(stacks.targets().size(), 1); // a rate needs the count before
    for (int round = 0; round < ROUNDS; round++) {
      stacks.work();
    }
    prometheus.awaitScrapes(stacks.targets().size(), 5);
  }

  @AfterAll
  static void stop() throws Exception {
    if (prometheus != null) {
      prometheus.close();
    }
    if (stacks != null) {
      stacks.close();
    }
  }

  static Stream<Expression> panels() {
    return Stream.of("jaeger-v1.expressions", "jaeger-v2.expressions")
        .flatMap(file -> Expression.ofResource(file).stream())
        .filter(each -> !each.kind().equals("alert"));
  }

  static List<Expression> ownPanels() {
    return Expression.ofDashboard(DASHBOARD);
  }

  static List<Expression> expressionsToPaste() {
    return Expression.ofPage(Path.of("..", "docs", "metrics.md"));
  }

  @ParameterizedTest
  @MethodSource({"panels", "ownPanels", "expressionsToPaste"})
  void everyPanelShowsNumbers(Expression panel) {
    List<Sample> found = prometheus.ask(panel.withoutThreshold());

    assertThat(found).as(panel.text()).isNotEmpty();
    List<Sample> numbers = found.stream().filter(each -> !isShareOfNothing(each)).toList();
    assertThat(numbers)
        .as(panel.text())
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each.value()).as("%s", each.labels()).isFinite());
  }

  /// Of hops, receivers and operations through which nothing went there is no share to tell, nor of
  /// processes without a storage how long that takes.
  private static boolean isShareOfNothing(Sample sample) {
    return Double.isNaN(sample.value())
        && (sample.labels().keySet().stream().anyMatch(PARTS_OF_A_PROCESS::contains)
            || stacks.isTroubled(sample.labels().getOrDefault("instance", "")));
  }

  static Stream<Expression> alerts() {
    return Expression.ofResource("jaeger-v1.expressions").stream()
        .filter(each -> each.kind().equals("alert"));
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void everyAlertOfJaegerFiresWhereSomethingFailsAndNowhereElse(Expression alert) {
    List<Sample> fine = in(MonitoredStacks.FINE, alert.text());
    List<Sample> troubled = in(MonitoredStacks.TROUBLED, alert.text());

    assertThat(fine).as(alert.text()).isNotEmpty();
    if (!NOBODY_ASKS.contains(alert.name())) {
      // The share of nothing, where nothing of the kind came for a while, is no number.
      assertThat(fine)
          .extracting(Sample::value)
          .allMatch(value -> value.isNaN() || (value >= 0 && value <= 1), "fires nowhere");
    }
    assertThat(troubled)
        .as(alert.text())
        .anySatisfy(each -> assertThat(each.value()).isGreaterThan(1));
  }

  private List<Sample> in(String namespace, String expression) {
    return prometheus.ask(expression).stream()
        .filter(each -> namespace.equals(each.labels().get("namespace")))
        .toList();
  }

  @Test
  void thePageOfMetricsHasTheFiveNumbersAndMore() {
    assertThat(expressionsToPaste()).hasSizeGreaterThan(10);
  }

  @Test
  void everyAlertOfOursFiresWhereItShould() {
    var firing = new TreeSet<String>();
    var silent = new TreeSet<String>();
    for (JsonNode rule : prometheus.alerts()) {
      var alert = new Expression("alert", rule.path("name").asText(), rule.path("query").asText());
      assertThat(rule.path("health").asText()).as("%s", rule).isEqualTo("ok");
      if (!alert.name().equals(RETENTION_FAILING)) {
        assertThat(prometheus.ask(alert.withoutThreshold())).as(alert.text()).isNotEmpty();
      }
      boolean fires = !in(MonitoredStacks.TROUBLED, alert.text()).isEmpty();
      (fires ? firing : silent).add(alert.name());
      if (!alert.name().equals(CERTIFICATE_ENDING)) {
        assertThat(in(MonitoredStacks.FINE, alert.text())).as(alert.name()).isEmpty();
      }
    }

    assertThat(silent)
        .containsExactlyInAnyOrder(
            QUEUE_SLOW,
            CERTIFICATE_ENDING,
            SPILL_WAITING,
            SPILL_FILLING,
            DEPENDENCIES_LAGGING,
            RETENTION_FAILING);
    assertThat(firing).hasSize(6);
    assertThat(prometheus.ask("ALERTS{alertname=\"%s\"}".formatted(CERTIFICATE_ENDING)))
        .as("the test's certificate is for a day")
        .isNotEmpty();
  }

  @Test
  void everyProcessTellsWhatItNeedsAndDoesNotHave() {
    String failing = "jaegerstack_dependency_state{state=\"failing\"} == 1";

    assertThat(in(MonitoredStacks.FINE, failing)).isEmpty();
    assertThat(in(MonitoredStacks.TROUBLED, failing))
        .extracting(each -> each.labels().get("job") + ": " + each.labels().get("dependency"))
        .contains("jaeger-collector: storage", "jaeger-collector: queue", "jaeger-query: storage");
  }

  @Test
  void promtoolHasNothingToSayOfTheRules() throws Exception {
    assertThat(promtool("", "check", "rules", RULES.toString())).contains("SUCCESS: 12 rules");
    assertThat(promtool("", "test", "rules", "src/test/resources/prometheus/rules-test.yaml"))
        .contains("SUCCESS");
  }

  @Test
  void promtoolHasNothingToSayOfTheMetricsButTheirInheritedNames() throws Exception {
    var said = new TreeSet<String>();
    for (Target target : stacks.ours()) {
      String metrics = QueryClient.text(target.port(), "/metrics");
      promtool(metrics, "check", "metrics").lines().forEach(said::add);
    }

    assertThat(said).isSubsetOf(KNOWN);
  }

  private String promtool(String input, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(programs.resolve("promtool").toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var out = process.outputWriter()) {
      out.write(input);
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isIn(0, 3); // 3: metrics can be read, with remarks
    return said;
  }
}
