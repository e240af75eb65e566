package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Process;
import io.jaegertracing.thriftjava.Span;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.junit.jupiter.api.Test;

/// A collector whose Elasticsearch is not there: it comes up, takes what its queue holds, refuses
/// the rest with a hint, and ends in time with a count of what it gave up.
class StorageAwayIT {
  private static final String[] COLLECTOR = {
    "--collector.grpc-server.host-port=127.0.0.1:0",
    "--collector.http-server.host-port=127.0.0.1:0",
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
    try (var collector = JavaProcess.start("runtime-collector", COLLECTOR);
        var client = HttpClient.newHttpClient()) {
      assertThat(QueryClient.text(collector.port("admin http"), "/")).contains("Server available");
      List<Integer> answers = new ArrayList<>();
      for (int i = 1; i <= 10; i++) {
        answers.add(post(client, collector.port("collector http"), i));
      }

      assertThat(answers).startsWith(202).endsWith(429).containsOnly(202, 429);
      assertThat(QueryClient.text(collector.port("admin http"), "/metrics"))
          .containsPattern("jaegerstack_ledger_held\\{hop=\"collector.pipeline\"} [1-9]");

      collector.terminate();
      assertThat(collector.log())
          .contains("storage does not answer")
          .contains("spans dropped waiting=");
    }
  }

  private static int post(HttpClient client, int port, long id) throws Exception {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      spans.add(new Span(id, 0, id * 10 + i, 0, "GET /", 1, 1_000, 5));
    }
    byte[] body =
        new TSerializer(new TBinaryProtocol.Factory())
            .serialize(new Batch(new Process("shop"), spans));
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/api/traces".formatted(port)))
            .header("Content-Type", "application/x-thrift")
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
