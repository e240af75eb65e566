package io.jaegerstack.e2e;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/// Collectors and query apart, on a real Elasticsearch that runs beside the cluster, or on the one
/// that is given.
class DistributedE2E extends StackContract {
  private @Nullable ScenarioElasticsearch elasticsearch;

  @Override
  String imageField() {
    return "collector";
  }

  @Override
  String scenario() {
    return "distributed";
  }

  @Override
  Map<String, String> replaced(Cluster running) {
    elasticsearch = ScenarioElasticsearch.start(running);
    return Map.of("ELASTICSEARCH", elasticsearch.address());
  }

  @AfterAll
  void stop() {
    if (elasticsearch != null) {
      elasticsearch.close();
    }
  }
}
