package io.jaegerstack.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.Tag;
import io.jaegerstack.settings.AgentSettings;
import io.jaegerstack.wire.tchannel.ErrorCode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// An agent with `--reporter.type=tchannel`, from its UDP socket to its collectors.
@Timeout(120)
class TChannelReporterTest {
  @Test
  void deliversSpansAsTheyCame() throws Exception {
    try (var collector = TChannelCollector.start();
        var agent = agent(collector.address())) {
      agent.sendCompact(Packets.compact("shop", 1, 3));
      agent.sendBinary(Packets.binary("stock", 4, 2));
      awaitSpans(5, collector);
      Span first =
          collector.spans().stream()
              .filter(span -> span.spanId().value() == 1)
              .findFirst()
              .orElseThrow();
      assertThat(first.operationName()).isEqualTo("operation");
      assertThat(first.startNanos()).isEqualTo(1_700_000_000_000_001_000L);
      assertThat(first.durationNanos()).isEqualTo(1_000_000);
      assertThat(first.tags())
          .containsExactly(Tag.of("http.method", "GET"), Tag.of("http.status_code", 200L));
      assertThat(first.process())
          .isEqualTo(new Process("shop", List.of(Tag.of("hostname", "host"))));
      Await.until(() -> agent.reporter().forwarded() == 5, agent.reporter()::snapshot);
      agent.awaitBalanced();
      assertThat(agent.scrape())
          .contains(
              "jaeger_agent_reporter_spans_submitted_total{format=\"jaeger\",protocol=\"tchannel\"} 5.0",
              "jaeger_agent_connection_status_collector_connected{protocol=\"tchannel\"} 1.0");
    }
  }

  @Test
  void batchesLargerThanAFrameGoInFragments() throws Exception {
    try (var collector = TChannelCollector.start();
        var agent = agent(collector.address())) {
      for (int i = 0; i < 9; i++) {
        agent.sendCompact(Packets.compact("bulk", 1 + i * 400L, 400));
      }
      awaitSpans(3_600, collector);
      assertThat(collector.spans().stream().map(span -> span.spanId().value()).distinct())
          .hasSize(3_600);
    }
  }

  @Test
  void comesBackToABusyCollectorUntilItTakesAll() throws Exception {
    var refusals = new AtomicInteger();
    try (var collector = TChannelCollector.start();
        var agent = agent(collector.address())) {
      collector.refuses(
          all -> refusals.incrementAndGet() <= 8 ? ErrorCode.BUSY : ErrorCode.UNKNOWN);
      agent.sendCompact(Packets.compact("shop", 1, 10));
      awaitSpans(10, collector);
      assertThat(refusals).hasValueGreaterThan(8);
      Await.until(() -> agent.reporter().forwarded() == 10, agent.reporter()::snapshot);
      assertThat(agent.reporter().snapshot().totalDropped()).isZero();
    }
  }

  @Test
  void aBadRequestIsNotSentAgain() throws Exception {
    var calls = new AtomicInteger();
    try (var collector = TChannelCollector.start();
        var agent = agent(collector.address())) {
      collector.refuses(
          all -> {
            calls.incrementAndGet();
            return ErrorCode.BAD_REQUEST;
          });
      agent.sendCompact(Packets.compact("shop", 1, 10));
      Await.until(
          () -> agent.reporter().dropped(DropReason.REJECTED) == 10, agent.reporter()::snapshot);
      assertThat(calls).hasValue(1);
    }
  }

  @Test
  void batchesThatTheCollectorDroppedAreSentAgainAndThenCounted() throws Exception {
    try (var collector = TChannelCollector.start();
        var agent = agent(collector.address())) {
      collector.leavesUntaken(1);
      agent.sendCompact(Packets.compact("shop", 1, 10));
      Await.until(
          () -> agent.reporter().dropped(DropReason.SEND_FAILURE) == 10,
          agent.reporter()::snapshot);
    }
  }

  @Test
  void keepsSpansWhileThereIsNoCollectorAndFindsTheNextOne() throws Exception {
    var collector = TChannelCollector.start();
    int port = collector.port();
    try (var agent = agent(collector.address())) {
      agent.sendCompact(Packets.compact("shop", 1, 1));
      awaitSpans(1, collector);
      collector.close();
      agent.sendCompact(Packets.compact("shop", 2, 5));
      Await.until(() -> agent.reporter().received() == 6, agent.reporter()::snapshot);
      try (var next = TChannelCollector.startOn(port)) {
        awaitSpans(5, next);
        Await.until(() -> agent.reporter().forwarded() == 6, agent.reporter()::snapshot);
      }
    }
  }

  @Test
  void spreadsCallsOverAllConnections() throws Exception {
    try (var one = TChannelCollector.start();
        var two = TChannelCollector.start();
        var agent = agent(one.address() + "," + two.address())) {
      Await.until(
          () -> one.connections() == 1 && two.connections() == 1,
          () -> one.connections() + " and " + two.connections());
      for (int i = 0; i < 8; i++) {
        agent.sendCompact(Packets.compact("shop", 1 + i, 1));
        int sent = i + 1;
        Await.until(() -> agent.reporter().forwarded() == sent, agent.reporter()::snapshot);
      }
      assertThat(one.spans()).hasSize(4);
      assertThat(two.spans()).hasSize(4);
    }
  }

  @Test
  void keepsAsManyConnectionsAsItIsToldTo() throws Exception {
    try (var one = TChannelCollector.start();
        var two = TChannelCollector.start();
        var agent =
            RunningAgent.start(
                "127.0.0.1:1",
                settings ->
                    settings
                        .with(AgentSettings.REPORTER_TYPE, "tchannel")
                        .with(AgentSettings.TCHANNEL_MIN_PEERS, 1)
                        .with(
                            AgentSettings.TCHANNEL_HOST_PORT,
                            one.address() + "," + two.address()))) {
      agent.sendCompact(Packets.compact("shop", 1, 1));
      Await.until(() -> agent.reporter().forwarded() == 1, agent.reporter()::snapshot);
      assertThat(one.connections() + two.connections()).isEqualTo(1);
    }
  }

  @Test
  void answersSamplingFromTheCollectorsOverTheSameConnections() throws Exception {
    try (var collector = TChannelCollector.start();
        var agent = agent(collector.address());
        var client = HttpClient.newHttpClient()) {
      var uri =
          URI.create("http://127.0.0.1:%d/sampling?service=shop".formatted(agent.samplingPort()));
      Await.until(() -> collector.connections() == 1, collector::connections);
      var answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      assertThat(answer.body()).contains("\"RATE_LIMITING\"").contains("\"maxTracesPerSecond\":4");
    }
  }

  @Test
  void whatIsLeftWhenItStopsIsCounted() throws Exception {
    try (var agent = agent("127.0.0.1:1")) {
      agent.sendCompact(Packets.compact("shop", 1, 7));
      Await.until(() -> agent.reporter().received() == 7, agent.reporter()::snapshot);
      agent.stop(Duration.ofSeconds(2));
      assertThat(agent.reporter().dropped(DropReason.SHUTDOWN)).isEqualTo(7);
      assertThat(agent.ledger().unbalanced()).isEmpty();
    }
  }

  private static RunningAgent agent(String collectors) {
    return RunningAgent.start(
        "127.0.0.1:1",
        settings ->
            settings
                .with(AgentSettings.REPORTER_TYPE, "tchannel")
                .with(AgentSettings.TCHANNEL_HOST_PORT, collectors));
  }

  private static void awaitSpans(int count, TChannelCollector collector) {
    Await.until(() -> collector.spans().size() >= count, () -> collector.spans().size() + " spans");
    assertThat(collector.spans()).hasSize(count);
  }
}
