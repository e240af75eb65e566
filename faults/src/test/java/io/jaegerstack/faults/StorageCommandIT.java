package io.jaegerstack.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.faults.process.StackProcess;
import io.jaegerstack.storage.elasticsearch.real.RealElasticsearch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// `jaegerstack storage …` as a Job runs it: the packaged collector, a real Elasticsearch, one line
/// of JSON and an exit code.
class StorageCommandIT {
  private static final String SMALL =
      "{\"settings\":{\"number_of_shards\":1,\"number_of_replicas\":0}}";

  private record Said(int exitCode, String line) {}

  private final RealElasticsearch server = Elastic.server();

  private static Said storage(int port, String prefix, String... words) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                StackProcess.java(),
                "-jar",
                Path.of("..", "runtime-collector", "target", "app", "runtime-collector.jar")
                    .toString(),
                "storage"));
    command.addAll(List.of(words));
    Path log = Files.createTempFile("storage-command", ".log");
    var builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().put("SPAN_STORAGE_TYPE", "elasticsearch");
    builder.environment().put("ES_SERVER_URLS", "http://127.0.0.1:" + port);
    builder.environment().put("ES_INDEX_PREFIX", prefix);
    builder.environment().put("ES_NUM_REPLICAS", "0");
    Process process = builder.start();
    String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(Files.readString(log)).isTrue();
    assertThat(line.lines()).as(Files.readString(log)).hasSize(1);
    Files.delete(log);
    return new Said(process.exitValue(), line.strip());
  }

  private void create(String index) throws IOException {
    server.request("PUT", index, SMALL);
  }

  private List<String> indices(String prefix) throws IOException {
    return server
        .request("GET", "_cat/indices/" + prefix + "*?h=index&s=index", "")
        .lines()
        .toList();
  }

  @Test
  void cleanDeletesTheDaysOfItsPrefixThatAreOlderThanItKeeps() throws Exception {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    try (var proxy = AgeingProxy.to(server.uri().getPort())) {
      for (int ago = 0; ago < 10; ago++) {
        LocalDate day = today.minusDays(ago);
        for (String prefix : List.of("job-a", "job-b")) {
          String index = prefix + "-jaeger-span-" + day;
          create(index);
          proxy.age(index, day.atStartOfDay(ZoneOffset.UTC).toInstant().plusSeconds(5));
        }
      }
      Said said = storage(proxy.port(), "job-a", "clean", "--days=4");
      assertThat(said.exitCode).isZero();
      assertThat(said.line)
          .contains(
              "\"command\":\"storage clean\"",
              "\"ok\":true",
              "\"counts\":{\"created\":0,\"deleted\":6,")
          .contains("job-a-jaeger-span-" + today.minusDays(4));
      assertThat(indices("job-a"))
          .containsExactly(
              "job-a-jaeger-span-" + today.minusDays(3),
              "job-a-jaeger-span-" + today.minusDays(2),
              "job-a-jaeger-span-" + today.minusDays(1),
              "job-a-jaeger-span-" + today);
      assertThat(indices("job-b")).hasSize(10);
    }
  }

  @Test
  void aYearOfRolloversIsInitialisedRolledOverAndTakenOutOfTheSearch() throws Exception {
    try (var proxy = AgeingProxy.to(server.uri().getPort())) {
      String first = "job-c-jaeger-span-000001";
      assertThat(storage(proxy.port(), "job-c", "rollover", "init").line).contains(first);
      assertThat(storage(proxy.port(), "job-c", "rollover", "--conditions={}").line)
          .contains("\"created\":[\"job-c-jaeger-span-000002\"");
      proxy.age(first, Instant.now().minus(Duration.ofDays(400)));
      assertThat(storage(proxy.port(), "job-c", "lookback", "--unit=years").line)
          .contains("\"changed\":[\"" + first + " out of job-c-jaeger-span-read\"]");
      assertThat(storage(proxy.port(), "job-c", "clean", "--days=365", "--rollover").line)
          .contains("\"deleted\":[\"" + first + "\"]");
      assertThat(indices("job-c")).contains("job-c-jaeger-span-000002").doesNotContain(first);
    }
  }

  @Test
  void schemaMakesAStorageReadyAndAConflictIsSaid() throws Exception {
    int port = server.uri().getPort();
    assertThat(storage(port, "job-d", "schema").line).contains("job-d-jaeger-service");
    assertThat(storage(port, "job-d", "check").line).contains("\"ready\":true");
    server.request("PUT", "job-e-jaeger-span-2026-03-01/_doc/1", "{\"traceID\":\"ab\"}");
    Said conflict = storage(port, "job-e", "schema");
    assertThat(conflict.exitCode).isOne();
    assertThat(conflict.line)
        .contains("\"ok\":false", "\"reason\":\"MappingConflict\"", "job-e-jaeger-span-2026-03-01");
  }
}
