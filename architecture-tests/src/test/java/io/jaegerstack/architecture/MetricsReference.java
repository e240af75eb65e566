package io.jaegerstack.architecture;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Renders `docs/reference/metrics.md` from what a running process shows and the sentences of
/// `metrics.properties`.
final class MetricsReference {
  private static final String OPENING =
      """
      # Metrics

      Generated from running processes and the sentences of `runtime-server` (`metrics.properties`); do not edit.

      Every process answers `/metrics` on its admin port (agent 14271, collector and all-in-one 14269, query 16687) in the text
      format of Prometheus, each with its sentence as `HELP`. The all-in-one shows the metrics of agent, collector and query
      together; a process of its own shows those that bear its name, and the ledger, storage, TLS, JVM and process metrics. Names
      are Jaeger's where Jaeger has the metric, so that dashboards and alerts for Jaeger keep working: [for people](../metrics.md).
      Whose a name is: Jaeger 1 up to its last agent; Jaeger 2, which has it from OpenTelemetry; or ours. A gauge of a highest
      value (`_max`) is ours beside any histogram. The metrics of the applications' client libraries are the applications'.
      """;

  /// Labels whose values are registered at start, whatever happens.
  private static final Set<String> FIXED =
      Set.of("format", "transport", "receiver", "model", "hop", "dependency", "cause");

  private static final Map<String, Predicate<String>> SECTIONS = new LinkedHashMap<>();

  static {
    SECTIONS.put("Jaeger's names: agent", name -> name.startsWith("jaeger_agent_"));
    SECTIONS.put("Jaeger's names: collector", name -> name.startsWith("jaeger_collector_"));
    SECTIONS.put("Jaeger's names: query", name -> name.startsWith("jaeger_query_"));
    SECTIONS.put(
        "Jaeger's names: storage and build",
        name -> name.matches("jaeger_(?!(agent|collector|query)_).*"));
    SECTIONS.put("Jaeger 2's names for the same counts", name -> name.startsWith("otelcol_"));
    SECTIONS.put("Our own", name -> name.startsWith("jaegerstack_"));
    SECTIONS.put(
        "Names in common use: gRPC, JVM, process",
        name -> !name.matches("(jaeger|otelcol|jaegerstack)_.*"));
  }

  private MetricsReference() {}

  static String render(Collection<MetricFamily> families, Map<String, String> sentences) {
    return OPENING
        + SECTIONS.entrySet().stream()
            .map(
                section ->
                    section(
                        section.getKey(),
                        families.stream().filter(f -> section.getValue().test(f.name())).toList(),
                        sentences))
            .collect(Collectors.joining());
  }

  private static String section(
      String title, List<MetricFamily> families, Map<String, String> sentences) {
    if (families.isEmpty()) {
      return "";
    }
    return "\n## %s\n\n| name | type, unit | labels | whose | what it says |\n|---|---|---|---|---|\n%s"
        .formatted(
            title,
            families.stream()
                .map(family -> row(family, sentences.getOrDefault(family.name(), "")))
                .collect(Collectors.joining()));
  }

  private static String row(MetricFamily family, String sentence) {
    return "| `%s` | %s, %s | %s | %s | %s |\n"
        .formatted(
            family.name(),
            family.type(),
            MetricOrigin.unit(family.name()),
            family.labels().entrySet().stream()
                .map(each -> label(each.getKey(), each.getValue()))
                .collect(Collectors.joining(", ")),
            MetricOrigin.whose(family.name(), sentence),
            MarkdownCell.of(sentence));
  }

  /// With its values, where they are the same few in every process.
  private static String label(String name, SortedSet<String> values) {
    String quoted = "`" + name + "`";
    return FIXED.contains(name) ? quoted + " (" + String.join(", ", values) + ")" : quoted;
  }
}
