package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A collector whose Elasticsearch is not there: it comes up, takes what its queue holds, refuses
/// the rest with a hint, and ends in time with a count of what it gave up.
class StorageAwayIT {
  private static final String[] COLLECTOR = {
    "--collector.grpc-server.host-port=127.0.0.1:0",
    "--collector.http-server.host-port=127.0.0.1:0",
    "--collector.relay.host-port=127.0.0.1:0",
    "--collector.otlp.enabled=false",
    "--collector.tchannel.enabled=false",
    "--admin.http.host-port=127.0.0.1:0",
    "--span-storage.type=elasticsearch",
    "--es.server-urls=http://127.0.0.1:1",
    "--collector.queue-size=20",
    "--collector.num-workers=1",
    "--shutdown.timeout=4s",
  };

  @Test
  void collectorServesAndRefusesRatherThanCrashOrLie() throws Exception {
    try (var collector = JavaProcess.start("runtime-collector", COLLECTOR)) {
      assertThat(QueryClient.text(collector.port("admin http"), "/")).contains("Server available");
      int admin = collector.port("admin http");
      Eventually.find(
          "the storage to be said to fail",
          () -> Optional.of(QueryClient.text(admin, "/ready")).filter(r -> r.contains("failing")));
      assertThat(QueryClient.text(admin, "/ready"))
          .startsWith("{\"ready\":false,\"serving\":true,")
          .contains("\"storage\":{\"state\":\"failing\",\"reason\":\"");
      assertThat(QueryClient.text(admin, "/health"))
          .contains("\"storage\":{\"available\":false,")
          .endsWith(",\"reason\":\"Unreachable\"}}");
      List<Integer> answers = new ArrayList<>();
      for (int i = 1; i <= 10; i++) {
        answers.add(HttpBatches.post(collector.port("collector http"), "shop", i, 5));
      }

      assertThat(answers).startsWith(202).endsWith(429).containsOnly(202, 429);
      assertThat(QueryClient.text(collector.port("admin http"), "/metrics"))
          .containsPattern("jaegerstack_ledger_held\\{hop=\"collector.pipeline\"} [1-9]");
      assertThat(QueryClient.text(admin, "/ready"))
          .containsPattern("\"queue\":\\{\"state\":\"failing\",\"reason\":\"\\d+ of 20 spans");

      collector.terminate();
      assertThat(collector.log()).contains("storage does not answer").contains("given up waiting=");
    }
  }
}
