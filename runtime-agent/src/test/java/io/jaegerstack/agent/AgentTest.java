package io.jaegerstack.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.grpc.Status;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.settings.AgentSettings;
import io.jaegerstack.settings.ByteSize;
import io.jaegertracing.api_v2.Model;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class AgentTest {
  @Test
  void bringsEverySpanOfBothProtocolsToTheCollector() throws Exception {
    try (var collector = TestCollector.start();
        var agent = RunningAgent.start(collector.address())) {
      for (int packet = 0; packet < 100; packet++) {
        agent.sendCompact(Packets.compact("shop", 1 + packet * 10L, 10));
        agent.sendBinary(Packets.binary("cart", 10_001 + packet * 10L, 10));
      }
      Await.until(() -> agent.reporter().forwarded() == 2_000, agent.ledger()::snapshot);
      agent.awaitBalanced();
      assertThat(ids(collector, "shop")).containsExactlyInAnyOrderElementsOf(range(1, 1_001));
      assertThat(ids(collector, "cart")).containsExactlyInAnyOrderElementsOf(range(10_001, 11_001));
    }
  }

  @Test
  void addsItsTagsToEveryProcess() throws Exception {
    try (var collector = TestCollector.start();
        var agent =
            RunningAgent.start(
                collector.address(),
                settings -> settings.with(AgentSettings.TAGS, Map.of("cluster", "prod")))) {
      agent.sendCompact(Packets.compact("shop", 1, 1));
      collector.awaitSpans(1);
      assertThat(collector.spans().getFirst().getProcess().getTagsList())
          .extracting(Model.KeyValue::getKey, Model.KeyValue::getVStr)
          .containsExactly(tuple("hostname", "host"), tuple("cluster", "prod"));
    }
  }

  @Test
  void takesZipkinsSpansOnEachOfItsPorts() throws Exception {
    try (var collector = TestCollector.start();
        var agent =
            RunningAgent.start(
                collector.address(),
                settings -> settings.with(AgentSettings.TAGS, Map.of("cluster", "prod")))) {
      agent.sendZipkin(Packets.zipkin(Packets.COMPACT, "web", 1, 2));
      agent.sendCompact(Packets.zipkin(Packets.COMPACT, "shop", 3));
      agent.sendBinary(Packets.zipkin(Packets.BINARY, "cart", 4));
      agent.sendZipkin(Packets.compact("late", 5, 1));
      collector.awaitSpans(5);
      agent.awaitBalanced();
      assertThat(ids(collector, "web")).containsExactly(1L, 2L);
      assertThat(ids(collector, "shop")).containsExactly(3L);
      assertThat(ids(collector, "cart")).containsExactly(4L);
      assertThat(ids(collector, "late")).containsExactly(5L);
      assertThat(collector.spans())
          .allSatisfy(
              span ->
                  assertThat(span.getProcess().getTagsList())
                      .extracting(Model.KeyValue::getKey)
                      .containsOnlyOnce("cluster"));
      String udp = "{model=\"zipkin\",protocol=\"compact\"}";
      Await.until(
          () -> agent.zipkin().received() == 2 && agent.zipkin().held() == 0,
          agent.ledger()::snapshot);
      assertThat(agent.scrape())
          .contains("jaeger_agent_thrift_udp_server_packets_processed_total" + udp + " 2.0");
    }
  }

  @Test
  void keepsSpansUntilACollectorComes() throws Exception {
    int port;
    try (var once = TestCollector.start()) {
      port = once.port();
    }
    try (var agent = RunningAgent.start("127.0.0.1:" + port)) {
      agent.sendCompact(Packets.compact("shop", 1, 10));
      Await.until(() -> agent.reporter().received() == 10, agent.ledger()::snapshot);
      assertThat(agent.reporter().held()).isEqualTo(10);
      try (var collector = TestCollector.startOn(port)) {
        collector.awaitSpans(10);
        agent.awaitBalanced();
        assertThat(agent.reporter().snapshot().totalDropped()).isZero();
      }
    }
  }

  @Test
  void comesBackToACollectorThatIsFull() throws Exception {
    try (var collector = TestCollector.start();
        var agent =
            RunningAgent.start(
                collector.address(),
                settings -> settings.with(AgentSettings.REPORTER_RETRY_MAX, 0))) {
      var refusals = new AtomicInteger();
      collector.answers(
          request ->
              refusals.incrementAndGet() <= 3
                  ? Status.RESOURCE_EXHAUSTED.withDescription("queue full")
                  : Status.OK);
      agent.sendCompact(Packets.compact("shop", 1, 10));
      Await.until(() -> agent.reporter().forwarded() == 10, agent.ledger()::snapshot);
      assertThat(refusals).hasValue(4);
      assertThat(collector.spans()).hasSize(10);
    }
  }

  @Test
  void retriesAsOftenAsItIsAllowedThenCountsTheLoss() throws Exception {
    try (var collector = TestCollector.start();
        var agent =
            RunningAgent.start(
                collector.address(),
                settings -> settings.with(AgentSettings.REPORTER_RETRY_MAX, 2))) {
      var attempts = new AtomicInteger();
      collector.answers(
          request -> {
            attempts.incrementAndGet();
            return Status.INTERNAL;
          });
      agent.sendCompact(Packets.compact("shop", 1, 10));
      Await.until(
          () -> agent.reporter().dropped(DropReason.SEND_FAILURE) == 10, agent.ledger()::snapshot);
      assertThat(attempts).hasValue(3);
      agent.awaitBalanced();
      assertThat(agent.scrape())
          .contains(
              "jaeger_agent_reporter_batches_failures_total{format=\"jaeger\",protocol=\"grpc\"} 1.0");
    }
  }

  @Test
  void doesNotRepeatWhatTheCollectorRejects() throws Exception {
    try (var collector = TestCollector.start();
        var agent = RunningAgent.start(collector.address())) {
      var attempts = new AtomicInteger();
      collector.answers(
          request -> {
            attempts.incrementAndGet();
            return Status.INVALID_ARGUMENT;
          });
      agent.sendCompact(Packets.compact("shop", 1, 10));
      Await.until(
          () -> agent.reporter().dropped(DropReason.REJECTED) == 10, agent.ledger()::snapshot);
      assertThat(attempts).hasValue(1);
    }
  }

  @Test
  void countsWhatItsQueueHasNoRoomFor() throws Exception {
    try (var agent =
        RunningAgent.start(
            "127.0.0.1:1",
            settings -> settings.with(AgentSettings.REPORTER_QUEUE_BYTES, ByteSize.kib(64)))) {
      for (int packet = 0; packet < 300; packet++) {
        agent.sendCompact(Packets.compact("shop", 1, 10));
      }
      Await.until(() -> agent.reporter().received() == 3_000, agent.ledger()::snapshot);
      agent.awaitBalanced();
      assertThat(agent.reporter().dropped(DropReason.QUEUE_FULL)).isPositive();
      assertThat(agent.reporter().held()).isPositive();
      agent.stop(Duration.ofMillis(300));
      assertThat(agent.ledger().unbalanced()).isEmpty();
    }
  }

  @Test
  void drainsWhenItStops() throws Exception {
    try (var collector = TestCollector.start();
        var agent = RunningAgent.start(collector.address())) {
      for (int packet = 0; packet < 200; packet++) {
        agent.sendCompact(Packets.compact("shop", 1 + packet * 10L, 10));
      }
      Await.until(() -> agent.compact().received() == 200, agent.ledger()::snapshot);
      assertThat(agent.stop(Duration.ofSeconds(20))).as("clean").isTrue();
      assertThat(ids(collector, "shop")).containsExactlyInAnyOrderElementsOf(range(1, 2_001));
      assertThat(agent.ledger().unbalanced()).isEmpty();
      assertThat(agent.reporter().held()).isZero();
    }
  }

  @Test
  void countsWhatItCannotDrainInTime() {
    try (var agent = RunningAgent.start("127.0.0.1:1")) {
      agent.sendCompact(Packets.compact("shop", 1, 10));
      Await.until(() -> agent.reporter().received() == 10, agent.ledger()::snapshot);
      assertThat(agent.stop(Duration.ofMillis(300))).as("clean").isFalse();
      assertThat(agent.reporter().dropped(DropReason.SHUTDOWN)).isEqualTo(10);
      assertThat(agent.ledger().unbalanced()).isEmpty();
    }
  }

  @Test
  void spreadsRequestsOverAListOfCollectors() throws Exception {
    try (var one = TestCollector.start();
        var two = TestCollector.start();
        var agent = RunningAgent.start(one.address() + "," + two.address())) {
      int sent = 0;
      while (one.spans().isEmpty() || two.spans().isEmpty()) {
        agent.sendCompact(Packets.compact("shop", 1 + sent++, 1));
        int expected = sent;
        Await.until(() -> agent.reporter().forwarded() == expected, agent.ledger()::snapshot);
      }
      assertThat(one.spans().size() + two.spans().size()).isEqualTo(sent);
    }
  }

  @Test
  void showsWhatDashboardsAskFor() throws Exception {
    try (var collector = TestCollector.start();
        var agent = RunningAgent.start(collector.address())) {
      agent.sendCompact(Packets.compact("shop", 1, 10));
      agent.sendCompact(new byte[] {1, 2, 3});
      collector.awaitSpans(10);
      Await.until(
          () -> agent.reporter().forwarded() == 10 && agent.reporter().held() == 0,
          agent.ledger()::snapshot);
      Await.until(
          () -> agent.compact().received() == 2 && agent.compact().held() == 0,
          agent.ledger()::snapshot);
      String udp = "{model=\"jaeger\",protocol=\"compact\"}";
      String grpc = "{format=\"jaeger\",protocol=\"grpc\"}";
      assertThat(agent.scrape())
          .contains("jaeger_agent_thrift_udp_server_packets_processed_total" + udp + " 2.0")
          .contains("jaeger_agent_thrift_udp_server_packets_dropped_total" + udp + " 0.0")
          .contains("jaeger_agent_thrift_udp_server_read_errors_total" + udp + " 0.0")
          .contains("jaeger_agent_thrift_udp_server_queue_size" + udp + " 0.0")
          .contains("jaeger_agent_thrift_udp_server_packet_size" + udp + " 3.0")
          .contains("jaeger_agent_thrift_udp_t_processor_handler_errors_total" + udp + " 1.0")
          .contains("jaeger_agent_thrift_udp_t_processor_close_time_count" + udp + " 0")
          .contains("jaeger_agent_reporter_batches_submitted_total" + grpc + " 1.0")
          .contains("jaeger_agent_reporter_batches_failures_total" + grpc + " 0.0")
          .contains("jaeger_agent_reporter_spans_submitted_total" + grpc + " 10.0")
          .contains("jaeger_agent_reporter_spans_failures_total" + grpc + " 0.0")
          .contains("jaeger_agent_reporter_batch_size" + grpc + " 10.0")
          .contains("jaeger_agent_connection_status_collector_connected{protocol=\"grpc\"} 1.0")
          .contains(
              "jaeger_agent_connection_status_collector_reconnects_total{protocol=\"grpc\"} 1.0")
          .contains("jaeger_agent_client_stats_connected_clients 0.0")
          .contains("jaeger_agent_client_stats_batches_received_total 0.0")
          .contains("jaeger_agent_client_stats_batches_sent_total 0.0")
          .contains("jaeger_agent_client_stats_spans_dropped_total{cause=\"full-queue\"} 0.0")
          .contains("jaeger_agent_http_server_requests_total{type=\"sampling\"} 0.0")
          .contains(
              "jaeger_agent_http_server_errors_total{source=\"collector-proxy\",status=\"5xx\"} 0.0")
          .contains("jaeger_agent_http_server_total 0.0")
          .contains("jaeger_agent_collector_proxy_total{endpoint=\"sampling\",result=\"ok\"} 0.0")
          .contains(
              "jaegerstack_ledger_dropped_total{hop=\"agent.udp.compact\",reason=\"malformed\"} 1.0");
    }
  }

  private static List<Long> range(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  private static List<Long> ids(TestCollector collector, String service) {
    return collector.spans().stream()
        .filter(span -> span.getProcess().getServiceName().equals(service))
        .map(span -> span.getSpanId().asReadOnlyByteBuffer().getLong())
        .collect(Collectors.toList());
  }
}
