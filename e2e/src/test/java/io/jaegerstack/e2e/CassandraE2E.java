package io.jaegerstack.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.storage.cassandra.real.RealCassandra;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/// Collectors and query apart, on a real Cassandra that runs beside the cluster and has no keyspace
/// of ours.
@ExtendWith(OnCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CassandraE2E {
  private RealCassandra server;
  private Cluster cluster;
  private Stack stack;

  @BeforeAll
  void install(Cluster running) {
    if (!running.own()) {
      Availability.skip("a given cluster does not reach the Cassandra of this test");
    }
    cluster = running;
    server = RealCassandra.start("e2e");
    String[] address = running.expose(server.port()).split(":");
    stack = Stack.install(running, "cassandra", Map.of("HOST", address[0], "PORT", address[1]));
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  @Order(1)
  void schemaJobHasMadeTheTablesBeforeCollectorsCame() {
    var schema = stack.resource().path("status").path("storageTasks").path("schema");
    assertThat(schema.path("result").asText()).as(schema.toString()).isEqualTo("Succeeded");
    assertThat(schema.path("message").asText()).contains("created");
    stack.awaitCondition("StorageReady", "True");
  }

  @Test
  @Order(2)
  void tracesAreFound() {
    var app = new SampleApp(cluster, stack.namespace());
    SampleApp.assertStored(stack.queryBehindIngress(), app.runWithoutAgent("client"));
  }

  @Test
  @Order(3)
  void deletingTheStackLeavesNothing() {
    cluster.kubectl("delete", "-n", stack.namespace(), "job", "client");
    stack.deleteAndAwaitNothingLeft();
  }
}
