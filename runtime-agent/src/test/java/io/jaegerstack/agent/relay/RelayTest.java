package io.jaegerstack.agent.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.agent.Await;
import io.jaegerstack.agent.Packets;
import io.jaegerstack.agent.RunningAgent;
import io.jaegerstack.agent.TestCollector;
import io.jaegerstack.agent.relay.TestRelayCollector.Came;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.settings.AgentSettings;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.wire.relay.Codec;
import io.jaegerstack.wire.relay.Receipt;
import io.jaegerstack.wire.relay.Welcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An agent with `--reporter.type=relay`, from its UDP socket to the receipts.
@Timeout(120)
class RelayTest {
  private static final String NOBODY = "127.0.0.1:1";

  private TestRelayCollector collector;

  @BeforeEach
  void start() throws IOException {
    collector = TestRelayCollector.start();
  }

  @AfterEach
  void stop() throws IOException {
    collector.close();
  }

  @ParameterizedTest
  @CsvSource({"zstd,ZSTD", "none,NONE"})
  void bringsEveryPacketAsItCame(String compression, Codec codec) {
    try (var agent =
        agent(
            settings ->
                settings
                    .with(AgentSettings.RELAY_COMPRESSION, compression)
                    .with(AgentSettings.REPORTER_TENANT, "acme")
                    .with(AgentSettings.TAGS, Map.of("cluster", "prod")))) {
      send(agent, 1, 50);
      Await.until(() -> agent.reporter().forwarded() == 500, agent.ledger()::snapshot);
      agent.awaitBalanced();
      assertThat(collector.spans()).containsExactlyInAnyOrderElementsOf(ids(1, 501));
      assertThat(collector.hellos().getFirst().tenant()).isEqualTo("acme");
      assertThat(collector.frames())
          .allSatisfy(came -> assertThat(came.tags()).isEqualTo(Map.of("cluster", "prod")))
          .allSatisfy(came -> assertThat(came.header().codec()).isEqualTo(codec));
      assertThat(agent.scrape())
          .contains(
              "jaeger_agent_reporter_batches_submitted_total{format=\"jaeger\",protocol=\"relay\"} 50.0")
          .contains(
              "jaeger_agent_reporter_spans_submitted_total{format=\"jaeger\",protocol=\"relay\"} 500.0")
          .contains("jaeger_agent_connection_status_collector_connected{protocol=\"relay\"} 1.0");
    }
  }

  @Test
  void numbersItsFramesAndSaysWhichCanStillCome() {
    collector.answers(came -> came.header().sequence() == 1 ? null : settled(came));
    try (var agent = agent(settings -> settings)) {
      for (int packet = 1; packet <= 3; packet++) {
        int frames = packet;
        agent.sendCompact(Packets.compact("shop", packet, 1));
        Await.until(() -> collector.frames().size() == frames, agent.ledger()::snapshot);
      }
      assertThat(collector.frames())
          .extracting(came -> came.header().sequence())
          .containsExactly(1L, 2L, 3L);
      assertThat(collector.frames()).extracting(came -> came.header().lowest()).containsOnly(1L);
      assertThat(collector.frames())
          .extracting(came -> came.header().generation())
          .containsOnly(collector.frames().getFirst().header().generation());
      Await.until(() -> agent.reporter().forwarded() == 2, agent.ledger()::snapshot);
      assertThat(agent.reporter().held()).isEqualTo(1);
      collector.answers(RelayTest::settled);
    }
  }

  @Test
  void sendsAgainWhatHasNoReceiptWhenTheConnectionBreaksUnderTheSameNumber() throws Exception {
    collector.answers(came -> null);
    try (var agent = agent(settings -> settings)) {
      send(agent, 1, 3);
      Await.until(() -> collector.spans().size() == 30, agent.ledger()::snapshot);
      List<Long> numbers = numbers();
      collector.answers(RelayTest::settled);
      collector.hangUp();
      Await.until(() -> agent.reporter().forwarded() == 30, agent.ledger()::snapshot);
      agent.awaitBalanced();
      assertThat(agent.reporter().snapshot().totalDropped()).isZero();
      assertThat(numbers()).hasSize(2 * numbers.size()).containsOnlyElementsOf(numbers);
    }
  }

  private List<Long> numbers() {
    return collector.frames().stream().map(came -> came.header().sequence()).toList();
  }

  @Test
  void comesBackWithWhatTheCollectorCouldNotTake() {
    var refusals = new AtomicInteger();
    collector.answers(
        came ->
            refusals.incrementAndGet() <= 3
                ? Receipt.comeBack(came.header().id(), 0, 0, Duration.ofMillis(10), "full")
                : settled(came));
    try (var agent = agent(settings -> settings)) {
      send(agent, 1, 1);
      Await.until(() -> agent.reporter().forwarded() == 10, agent.ledger()::snapshot);
      assertThat(numbers()).hasSize(4).containsOnly(1L);
    }
  }

  @Test
  void doesNotRepeatWhatTheCollectorRejects() {
    collector.answers(came -> Receipt.rejected(came.header().id(), "no"));
    try (var agent = agent(settings -> settings)) {
      send(agent, 1, 1);
      Await.until(
          () -> agent.reporter().dropped(DropReason.REJECTED) == 10, agent.ledger()::snapshot);
      agent.awaitBalanced();
      assertThat(collector.frames()).hasSize(1);
    }
  }

  @Test
  void keepsToTheWindowThatItIsOffered() {
    collector.welcome(Welcome.of(1 << 20, 100));
    collector.answers(came -> null);
    try (var agent = agent(settings -> settings)) {
      agent.sendCompact(Packets.compact("shop", 1, 1));
      Await.until(() -> collector.frames().size() == 1, agent.ledger()::snapshot);
      agent.sendCompact(Packets.compact("shop", 2, 1));
      Await.until(() -> agent.reporter().received() == 2, agent.ledger()::snapshot);
      assertThat(collector.frames()).hasSize(1);
      assertThat(agent.reporter().held()).isEqualTo(2);
    }
  }

  @Test
  void leavesACollectorThatSaysGoAwayAfterItsReceipts() throws Exception {
    try (var other = TestRelayCollector.start();
        var agent =
            agent(
                settings ->
                    settings.with(
                        AgentSettings.RELAY_HOST_PORT,
                        collector.address() + "," + other.address()))) {
      Await.until(
          () -> collector.hellos().size() + other.hellos().size() == 2, agent.ledger()::snapshot);
      collector.goAway();
      Await.until(() -> collector.hellos().size() == 2, agent.ledger()::snapshot);
      send(agent, 1, 20);
      Await.until(() -> agent.reporter().forwarded() == 200, agent.ledger()::snapshot);
      assertThat(collector.spans().size() + other.spans().size()).isEqualTo(200);
    }
  }

  @Test
  void fallsBackToApiV2WhereNobodySpeaksTheRelayAndReturns() throws Exception {
    int port = collector.port();
    collector.close();
    try (var old = TestCollector.start();
        var agent =
            RunningAgent.start(
                old.address(),
                settings -> relay(settings).with(AgentSettings.TAGS, Map.of("cluster", "prod")))) {
      send(agent, 1, 5);
      old.awaitSpans(50);
      Await.until(() -> agent.reporter().forwarded() == 50, agent.ledger()::snapshot);
      agent.awaitBalanced();
      assertThat(old.spans())
          .allSatisfy(
              span ->
                  assertThat(span.getProcess().getTagsList())
                      .anyMatch(tag -> tag.getKey().equals("cluster")));
      collector = TestRelayCollector.startOn(port);
      Await.until(() -> !collector.hellos().isEmpty(), agent.ledger()::snapshot);
      send(agent, 51, 5);
      Await.until(() -> agent.reporter().forwarded() == 100, agent.ledger()::snapshot);
      assertThat(collector.spans()).containsExactlyInAnyOrderElementsOf(ids(51, 101));
    }
  }

  @Test
  void drainsWhenItStops() {
    try (var agent = agent(settings -> settings)) {
      send(agent, 1, 200);
      assertThat(agent.stop(Duration.ofSeconds(20))).as("clean").isTrue();
      assertThat(collector.spans()).containsExactlyInAnyOrderElementsOf(ids(1, 2_001));
      assertThat(agent.ledger().unbalanced()).isEmpty();
      assertThat(agent.reporter().held()).isZero();
    }
  }

  @Test
  void countsWhatHasNoReceiptWhenItStopsUnderAReasonOfItsOwn() {
    collector.answers(came -> null);
    try (var agent = agent(settings -> settings)) {
      send(agent, 1, 1);
      Await.until(() -> collector.frames().size() == 1, agent.ledger()::snapshot);
      assertThat(agent.stop(Duration.ofMillis(500))).as("clean").isFalse();
      assertThat(agent.reporter().dropped(DropReason.UNANSWERED)).isEqualTo(10);
      assertThat(agent.ledger().unbalanced()).isEmpty();
    }
  }

  private static void send(RunningAgent agent, long first, int packets) {
    for (int packet = 0; packet < packets; packet++) {
      agent.sendCompact(Packets.compact("shop", first + packet * 10L, 10));
    }
  }

  private RunningAgent agent(UnaryOperator<SettingValues> more) {
    return RunningAgent.start(NOBODY, settings -> more.apply(relay(settings)));
  }

  private SettingValues relay(SettingValues settings) {
    return settings
        .with(AgentSettings.REPORTER_TYPE, AgentSettings.RELAY)
        .with(AgentSettings.RELAY_HOST_PORT, collector.address());
  }

  private static Receipt settled(Came came) {
    return Receipt.settled(came.header().id(), came.header().spans(), 0);
  }

  private static List<Long> ids(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }
}
