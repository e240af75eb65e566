package io.jaegerstack.e2e;

import io.jaegerstack.storage.elasticsearch.RealElasticsearch;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/// Collectors and query apart, on a real Elasticsearch that runs beside the cluster.
class DistributedE2E extends StackContract {
  private final RealElasticsearch elasticsearch = RealElasticsearch.start();

  @Override
  String scenario() {
    return "distributed";
  }

  @Override
  Map<String, String> replaced(Cluster running) {
    return Map.of("ELASTICSEARCH", running.expose(elasticsearch.port()));
  }

  @AfterAll
  void stop() {
    elasticsearch.close();
  }
}
