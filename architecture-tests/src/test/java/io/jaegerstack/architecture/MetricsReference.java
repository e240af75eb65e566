package io.jaegerstack.architecture;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Renders `docs/reference/metrics.md` from what a running process shows and the sentences of
/// `metrics.properties`.
final class MetricsReference {
  private static final String OPENING =
      """
      # Metrics

      Generated from a running all-in-one and the sentences in `architecture-tests`; do not edit.

      Every process answers `/metrics` on its admin port (agent 14271, collector and all-in-one 14269, query 16687) in the text
      format of Prometheus. The all-in-one shows the metrics of agent, collector and query together; a process of its own shows
      those that bear its name, and the ledger, storage, JVM and process metrics. Names are Jaeger's where Jaeger has the
      metric, so that dashboards and alerts for Jaeger keep working; what we add beside them begins with "Ours".

      An agent that takes OTLP (`agent.otlp.enabled`) shows besides `jaegerstack_agent_http_requests_total`, `jaegerstack_agent_http_refused_total` and
      `jaegerstack_agent_requests_malformed_total`, which count as the collector's of the same names do, and `format="otlp"` in its reporter's.
      """;

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
    return "\n## %s\n\n| name | type | labels | what it says |\n|---|---|---|---|\n%s"
        .formatted(
            title,
            families.stream()
                .map(family -> row(family, sentences.getOrDefault(family.name(), "")))
                .collect(Collectors.joining()));
  }

  private static String row(MetricFamily family, String sentence) {
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            family.name(),
            family.type(),
            family.labels().stream().map(l -> "`" + l + "`").collect(Collectors.joining(", ")),
            MarkdownCell.of(sentence));
  }
}
