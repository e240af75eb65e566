package io.jaegerstack.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.faults.judge.Allowance;
import io.jaegerstack.faults.judge.Settlement;
import io.jaegerstack.faults.process.StackProcess;
import io.jaegerstack.faults.scenario.Scenario;
import io.jaegerstack.faults.traffic.Load;
import io.jaegerstack.storage.elasticsearch.real.RealElasticsearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is done to a real Elasticsearch itself while spans come in: it is killed, closed to
/// writing, its indices have other mappings, and it no longer takes the password that it gave.
class StorageServersIT {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir static Path directory;
  private static RealElasticsearch server;

  @BeforeAll
  static void start() {
    Path run = Path.of("target", "elasticsearch-own-run").toAbsolutePath();
    server = RealElasticsearch.startWithUsers(Elastic.unpacked(), run);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void assertAllStored(Settlement settled) {
    assertThat(settled.stored() + kernelDrops(settled)).isEqualTo(settled.sent());
    assertThat(settled.duplicates()).isZero();
  }

  private static long kernelDrops(Settlement settled) {
    return settled.dropped().getOrDefault("agent.udp.compact kernel", 0L);
  }

  /// Until writing has failed once more.
  private static void awaitRefused(StackProcess backend) {
    double before = backend.metric("jaeger_bulk_index_errors_total");
    Await.until(
        "bulk requests fail",
        LONG,
        () -> backend.metric("jaeger_bulk_index_errors_total") > before);
  }

  @Test
  void aStorageThatIsKilledAndComesBackCostsNothing() throws Exception {
    try (var scenario = Scenario.named("server-killed")) {
      var elastic = new Elastic(scenario, server);
      StackProcess backend = elastic.backend(elastic.port());
      var stack = new Stack(scenario);
      Load posts = stack.posts(backend.port("collector http"), 30, Duration.ofMinutes(3));
      Load datagrams = stack.datagrams(backend, 20);
      Await.until(
          "spans are stored", LONG, () -> backend.metric("jaeger_bulk_index_inserts_total") > 500);
      server.kill();
      awaitRefused(backend);
      server.again();
      posts.close();
      datagrams.close();

      assertAllStored(scenario.settle(Stack.reader(elastic.query()), Allowance.NONE));
    }
  }

  @Test
  void anIndexThatIsReadOnlyForAWhileCostsNothing() throws Exception {
    try (var scenario = Scenario.named("server-read-only")) {
      var elastic = new Elastic(scenario, server);
      StackProcess backend = elastic.backend(elastic.port());
      Load posts = new Stack(scenario).posts(backend.port("collector http"), 60, LONG);
      Await.until(
          "spans are stored", LONG, () -> backend.metric("jaeger_bulk_index_inserts_total") > 500);
      block(elastic, "true");
      awaitRefused(backend);
      Await.until(
          "it is told",
          LONG,
          () -> backend.readiness().contains("index.blocks.read_only_allow_delete"));
      block(elastic, "null");
      posts.close();

      assertAllStored(scenario.settle(Stack.reader(elastic.query()), Allowance.NONE));
    }
  }

  private static void block(Elastic elastic, String value) throws IOException {
    server.request(
        "PUT",
        elastic.spans() + "/_settings",
        "{\"index.blocks.read_only_allow_delete\":%s}".formatted(value));
  }

  @Test
  void anIndexWithAnotherMappingIsToldAndWhatItRefusesIsCounted() throws Exception {
    try (var scenario = Scenario.named("server-mapping")) {
      var elastic = new Elastic(scenario, server);
      LocalDate today = LocalDate.now(ZoneOffset.UTC);
      String index = elastic.spans().replace("*", today.toString());
      for (LocalDate day : List.of(today, today.plusDays(1))) {
        server.request(
            "PUT",
            elastic.spans().replace("*", day.toString()),
            "{\"mappings\":{\"properties\":{\"duration\":{\"type\":\"ip\"}}}}");
      }
      StackProcess backend = elastic.backend(elastic.port());
      Load posts = new Stack(scenario).posts(backend.port("collector http"), 60, LONG);
      Await.until("it is told", LONG, () -> backend.readiness().contains(index));
      Await.pass(Duration.ofSeconds(3));
      posts.close();
      Await.until("drained", LONG, () -> backend.account().held() == 0);

      long sent = scenario.book().entries().size();
      Settlement settled =
          scenario.settle(Stack.reader(elastic.query()), Allowance.NONE.acknowledgedAbsent(sent));
      assertThat(settled.dropped())
          .containsEntry("collector.pipeline storage-rejected", settled.sent())
          .hasSize(1);
    }
  }

  @Test
  void aPasswordThatIsReplacedCostsNothing() throws Exception {
    server.user("jaeger", "first-password", "superuser");
    Path file = Files.writeString(directory.resolve("password"), "first-password");
    String[] user = {"--es.username=jaeger", "--es.password-file=" + file};
    try (var scenario = Scenario.named("server-password")) {
      var elastic = new Elastic(scenario, server);
      StackProcess backend = elastic.backend(elastic.port(), user);
      Load posts = new Stack(scenario).posts(backend.port("collector http"), 60, LONG);
      Await.until(
          "spans are stored", LONG, () -> backend.metric("jaeger_bulk_index_inserts_total") > 500);
      server.user("jaeger", "second-password", "superuser");
      awaitRefused(backend);
      Files.writeString(file, "second-password");
      posts.close();

      assertAllStored(scenario.settle(Stack.reader(elastic.query(user)), Allowance.NONE));
    }
  }
}
