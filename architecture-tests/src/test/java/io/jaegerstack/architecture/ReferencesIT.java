package io.jaegerstack.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// The reference of metrics is that of the packaged process: it needs `target/app`.
class ReferencesIT {
  /// How long a metric of `metrics.properties` may take to appear: it needs work done.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// A rule, so that there is a count of what it does.
  private static final String TAG_POLICIES =
      Path.of("src", "test", "resources", "tag-policies.json").toAbsolutePath().toString();

  /// No one listens on port 1: every bulk request fails, which its metrics tell.
  private static final Map<String, String> ELASTICSEARCH =
      Map.of(
          "SPAN_STORAGE_TYPE",
          "elasticsearch",
          "ES_SERVER_URLS",
          "http://127.0.0.1:1",
          "COLLECTOR_TAG_POLICIES_FILE",
          TAG_POLICIES);

  /// Room for one trace, so that it evicts.
  private static final Map<String, String> MEMORY =
      Map.of(
          "SPAN_STORAGE_TYPE",
          "memory",
          "MEMORY_MAX_TRACES",
          "1",
          "COLLECTOR_TAG_POLICIES_FILE",
          TAG_POLICIES);

  @Test
  void theMetricsReferenceIsCurrentAndExplainsEveryMetric() throws IOException {
    Map<String, String> sentences = sentences();
    var metrics =
        MetricFamily.union(
            observe(MEMORY, "jaeger_bulk_", sentences.keySet()),
            observe(ELASTICSEARCH, "jaegerstack_memory_", sentences.keySet()));

    assertThat(metrics.keySet())
        .as("metrics of the process, and sentences of metrics.properties")
        .containsExactlyInAnyOrderElementsOf(sentences.keySet());
    Repository.assertCurrent(
        "docs/reference/metrics.md", MetricsReference.render(metrics.values(), sentences));
  }

  /// Works until every known metric has appeared, but for those of the other storage.
  private static SortedMap<String, MetricFamily> observe(
      Map<String, String> environment, String othersPrefix, Set<String> known) throws IOException {
    var awaited = known.stream().filter(name -> !name.startsWith(othersPrefix)).toList();
    try (var process = AllInOneProcess.start(environment)) {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (true) {
        process.work();
        var seen = MetricFamily.parse(process.metrics());
        if (seen.keySet().containsAll(awaited) || System.nanoTime() > end) {
          return seen;
        }
        LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      }
    }
  }

  private static SortedMap<String, String> sentences() throws IOException {
    var properties = new Properties();
    try (InputStream file = ReferencesIT.class.getResourceAsStream("/metrics.properties")) {
      properties.load(file);
    }
    var sentences = new TreeMap<String, String>();
    properties.stringPropertyNames().forEach(n -> sentences.put(n, properties.getProperty(n)));
    return sentences;
  }
}
