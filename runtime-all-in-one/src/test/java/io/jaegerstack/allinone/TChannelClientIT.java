package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jaegertracing.thriftjava.Batch;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// tchannel-go 1.16.0 with Jaeger's own thrift classes against our TChannel port.
class TChannelClientIT {
  @TempDir private Path folder;

  @ParameterizedTest(name = "{0} calls of {1} batches of {2} spans, {3}")
  @CsvSource({"20, 1, 7, crc32", "4, 5, 3, crc32c", "2, 1, 900, crc32"})
  void everyBatchOfTheGoClientIsStoredAsItWasSent(
      int calls, int perCall, int spans, String checksum) throws Exception {
    List<Batch> sent = ThriftBatches.of(100, calls * perCall, spans);
    try (var backend = JavaProcess.start("runtime-all-in-one", Flags.ALL_IN_ONE)) {
      List<JsonNode> answers =
          Jaeger17.client(
              List.of(),
              "batches",
              "-address=127.0.0.1:" + backend.port("collector tchannel"),
              "-checksum=" + checksum,
              "-per-call=" + perCall,
              "-file=" + Jaeger17.file(folder, ThriftBatches.structs(sent)));
      assertThat(answers).hasSize(calls);
      assertThat(answers)
          .allSatisfy(
              answer -> {
                assertThat(answer.path("error").asText()).isEmpty();
                assertThat(answer.path("ok")).hasSize(perCall).allMatch(JsonNode::asBoolean);
              });
      var query = new QueryClient(backend.port("query http"));
      for (Batch batch : sent) {
        JsonNode shown = query.awaitTrace(ThriftBatches.traceId(batch), spans);
        assertThat(WholeSpan.ofApi(shown))
            .containsExactlyInAnyOrderElementsOf(WholeSpan.ofThrift(List.of(batch)));
      }
      assertThat(backend.terminate()).as(backend.log()).isZero();
    }
  }

  @Test
  void theGoClientFindsTheCollectorHealthyAndGetsStrategies() throws Exception {
    try (var backend = JavaProcess.start("runtime-all-in-one", Flags.ALL_IN_ONE)) {
      String address = "-address=127.0.0.1:" + backend.port("collector tchannel");
      JsonNode health = Jaeger17.client(List.of(), "health", address).getFirst();
      assertThat(health.path("ok").path(0).asBoolean()).as("%s", health).isTrue();
      JsonNode strategy =
          Jaeger17.client(List.of(), "sampling", address, "-service=shop").getFirst();
      assertThat(strategy.path("probabilisticSampling").path("samplingRate").asDouble())
          .isEqualTo(0.001);
      assertThat(backend.terminate()).as(backend.log()).isZero();
    }
  }
}
