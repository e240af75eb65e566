package io.jaegerstack.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.server.Metrics;
import io.jaegerstack.settings.tls.authority.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The reference of metrics is that of the packaged process: it needs `target/app`.
class ReferencesIT {
  /// How long a metric of `metrics.properties` may take to appear: it needs work done.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// What an agent shows only where it takes OTLP, or has a spill.
  private static final String ASKED_OF_AN_AGENT = "jaegerstack_agent_(http|requests|spill)_.*";

  /// Stands for the same of each process in the reference.
  private static final List<String> AGENT_ONLY = List.of("jaeger_agent_build_info");

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

  /// Nor does Cassandra.
  private static final Map<String, String> CASSANDRA =
      Map.of(
          "SPAN_STORAGE_TYPE",
          "cassandra",
          "CASSANDRA_PORT",
          "1",
          "COLLECTOR_TAG_POLICIES_FILE",
          TAG_POLICIES);

  // What only one storage shows.
  private static final String SERVERS = "(jaeger_(bulk|cassandra)|jaegerstack_storage_rows)_.*";
  private static final String OF_MEMORY = "jaegerstack_memory_.*";
  private static final String OF_LOCAL = "jaegerstack_local_.*";
  private static final String EMBEDDED = OF_MEMORY + "|" + OF_LOCAL;

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
  void theMetricsReferenceIsCurrentAndExplainsEveryMetric(@TempDir Path folder) throws Exception {
    Map<String, String> sentences = sentences();
    Set<String> known = sentences.keySet();
    var embedded =
        MetricFamily.union(
            observe(withTls(MEMORY, folder), known, SERVERS + "|" + OF_LOCAL),
            observe(local(folder), known, SERVERS + "|" + OF_MEMORY));
    var servers =
        MetricFamily.union(
            observe(
                withTls(ELASTICSEARCH, folder),
                known,
                EMBEDDED + "|jaegerstack_storage_rows_.*|jaeger_cassandra_.*"),
            observe(
                withTls(CASSANDRA, folder),
                known,
                EMBEDDED + "|jaegerstack_storage_dup.*|jaeger_bulk_.*"));
    var stored = MetricFamily.union(embedded, servers);
    var metrics = MetricFamily.union(stored, observeAgent(known, folder));
    AGENT_ONLY.forEach(metrics::remove);

    assertThat(metrics.keySet())
        .as("metrics of the processes, and sentences of metrics.properties")
        .containsExactlyInAnyOrderElementsOf(sentences.keySet());
    Repository.assertCurrent(
        "docs/reference/metrics.md", MetricsReference.render(metrics.values(), sentences));
  }

  private static Map<String, String> local(Path folder) throws Exception {
    var all = new HashMap<>(MEMORY);
    all.put("SPAN_STORAGE_TYPE", "local");
    all.put("LOCAL_DIRECTORY", folder.resolve("local").toString());
    return withTls(all, folder);
  }

  /// On a port that nothing here calls: what TLS counts is there from the start.
  private static Map<String, String> withTls(Map<String, String> environment, Path folder)
      throws Exception {
    Path certificate = folder.resolve("cert.pem");
    Path key = folder.resolve("key.pem");
    TestAuthority.write(TestAuthority.named("authority").server("localhost"), certificate, key);
    var all = new HashMap<>(environment);
    all.put("QUERY_GRPC_TLS_ENABLED", "true");
    all.put("QUERY_GRPC_TLS_CERT", certificate.toString());
    all.put("QUERY_GRPC_TLS_KEY", key.toString());
    return all;
  }

  /// An all-in-one, until every known metric has appeared but for those of other storages, and
  /// those asked of an agent.
  private static SortedMap<String, MetricFamily> observe(
      Map<String, String> environment, Set<String> known, String others) throws IOException {
    try (var process = PackagedProcess.allInOne(environment)) {
      return observe(
          process,
          known.stream()
              .filter(name -> !name.matches(others) && !name.matches(ASKED_OF_AN_AGENT))
              .toList());
    }
  }

  private static SortedMap<String, MetricFamily> observeAgent(Set<String> known, Path folder)
      throws IOException {
    try (var process = PackagedProcess.agent(folder.resolve("spill"))) {
      return observe(
          process, known.stream().filter(name -> name.matches(ASKED_OF_AN_AGENT)).toList());
    }
  }

  private static SortedMap<String, MetricFamily> observe(
      PackagedProcess process, List<String> awaited) throws IOException {
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

  private static SortedMap<String, String> sentences() throws IOException {
    var properties = new Properties();
    try (InputStream file = Metrics.class.getResourceAsStream("metrics.properties")) {
      properties.load(file);
    }
    var sentences = new TreeMap<String, String>();
    properties.stringPropertyNames().forEach(n -> sentences.put(n, properties.getProperty(n)));
    return sentences;
  }
}
