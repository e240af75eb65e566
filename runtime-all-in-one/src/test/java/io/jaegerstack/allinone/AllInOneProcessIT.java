package io.jaegerstack.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/// `java -jar runtime-all-in-one.jar`, and what one sees of it from outside.
class AllInOneProcessIT {
  @Test
  void givesBackOverHttpWhatClientsSendOverUdp() throws Exception {
    try (var process = JavaProcess.start("runtime-all-in-one", Flags.ALL_IN_ONE)) {
      var query = new QueryClient(process.port("query http"));
      UdpClient.sendCompact(process.port("compact udp"), "shop", 0x51, 3);
      UdpClient.sendBinary(process.port("binary udp"), "till", 0x52, 2);

      JsonNode trace = query.awaitTrace("0000000000000051", 3);
      assertThat(operations(trace)).containsExactlyInAnyOrder("op-1", "op-2", "op-3");
      assertThat(trace.path("processes").path("p1").path("serviceName").asText()).isEqualTo("shop");
      query.awaitTrace("0000000000000052", 2);
      Eventually.find(
          "both services",
          () -> query.services().size() == 2 ? Optional.of(true) : Optional.empty());

      String metrics = QueryClient.text(process.port("admin http"), "/metrics");
      assertThat(metrics)
          .contains("jaegerstack_ledger_forwarded_total{hop=\"collector.pipeline\"} 5.0")
          .contains("jaeger_collector_spans_received_total");
      assertThat(QueryClient.text(process.port("admin http"), "/")).contains("Server available");
      assertThat(QueryClient.text(process.port("admin http"), "/ready"))
          .startsWith("{\"ready\":true,")
          .contains("\"collector\"", "\"queue\"", "\"reporter-queue\"", "\"storage\"");
      assertThat(QueryClient.text(process.port("sampling http"), "/sampling?service=shop"))
          .contains("\"samplingRate\":0.001");

      assertThat(process.terminate()).as(process.log()).isZero();
      assertThat(process.log()).contains("clean=true");
    }
  }

  @Test
  void takesSpansFromAnAgentInAProcessOfItsOwn() throws Exception {
    try (var backend = JavaProcess.start("runtime-all-in-one", Flags.ALL_IN_ONE);
        var agent =
            JavaProcess.start("runtime-agent", agentFlags(backend.port("collector grpc")))) {
      UdpClient.sendCompact(agent.port("compact udp"), "shop", 0x61, 4);

      new QueryClient(backend.port("query http")).awaitTrace("0000000000000061", 4);

      assertThat(agent.terminate()).as(agent.log()).isZero();
      assertThat(backend.terminate()).as(backend.log()).isZero();
    }
  }

  private static String[] agentFlags(int collectorPort) {
    String[] flags = java.util.Arrays.copyOf(Flags.AGENT, Flags.AGENT.length + 1);
    flags[Flags.AGENT.length] = "--reporter.grpc.host-port=127.0.0.1:" + collectorPort;
    return flags;
  }

  private static java.util.List<String> operations(JsonNode trace) {
    return StreamSupport.stream(trace.path("spans").spliterator(), false)
        .map(span -> span.path("operationName").asText())
        .toList();
  }
}
