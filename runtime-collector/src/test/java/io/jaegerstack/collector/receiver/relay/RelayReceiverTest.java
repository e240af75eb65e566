package io.jaegerstack.collector.receiver.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.collector.Eventually;
import io.jaegerstack.collector.FaultyWriter;
import io.jaegerstack.collector.RunningCollector;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.Tag;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.TenancySettings;
import io.jaegerstack.storage.SpanWriter;
import io.jaegerstack.wire.relay.Generation;
import io.jaegerstack.wire.relay.MessageType;
import io.jaegerstack.wire.relay.Outcome;
import io.jaegerstack.wire.relay.PacketKind;
import io.jaegerstack.wire.relay.Receipt;
import io.jaegerstack.wire.relay.Welcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What an agent is told of its frames, and what is stored of them.
@Timeout(60)
class RelayReceiverTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Generation agent = Generation.random();
  private final FaultyWriter healthy = FaultyWriter.healthy();
  private final FaultyWriter stuck = FaultyWriter.stuck();
  private RunningRelay relay;

  @AfterEach
  void nothingIsUnaccountedFor() {
    stuck.open();
    relay.close();
    assertThat(relay.hop.snapshot().balance()).as(relay.hop.snapshot().toString()).isZero();
    assertThat(relay.unfinishedBytes()).isZero();
  }

  @Test
  void aFrameIsSettledOnlyOnceTheStorageHasAnswered() throws Exception {
    start(stuck);
    try (var client = RelayClient.of(relay.port())) {
      client.send(TestFrame.of(agent, 1, 11, 12).bytes(7));
      stuck.awaitEntered();
      assertThat(client.isSilentFor(100)).isTrue();
      stuck.open();
      assertThat(client.receipt()).isEqualTo(Receipt.settled(7, 2, 0));
    }
    assertThat(relay.hop.forwarded()).isEqualTo(2);
  }

  @Test
  void aSettledFrameThatComesAgainOnAnotherConnectionIsStoredOnce() throws Exception {
    start(healthy);
    try (var client = RelayClient.of(relay.port())) {
      client.send(TestFrame.of(agent, 1, 11, 12).bytes(1));
      assertThat(client.receipt().outcome()).isEqualTo(Outcome.SETTLED);
    }
    try (var client = RelayClient.of(relay.port())) {
      client.send(TestFrame.of(agent, 1, 11, 12).bytes(5));
      assertThat(client.receipt()).isEqualTo(Receipt.settledBefore(5));
    }
    assertThat(healthy.stored()).hasSize(2);
    assertThat(relay.hop.received()).isEqualTo(2);
    assertThat(relay.scrape())
        .contains("jaegerstack_collector_relay_duplicate_spans_total 2.0")
        .contains("jaegerstack_collector_relay_frames_total{outcome=\"settled-before\"} 1.0");
  }

  @Test
  void aFrameWhoseConnectionDiedInWorkIsStoredOnceAndAnsweredOnTheNext() throws Exception {
    start(stuck);
    var killed = RelayClient.of(relay.port());
    killed.send(TestFrame.of(agent, 1, 11).bytes(1));
    stuck.awaitEntered();
    killed.close();
    try (var client = RelayClient.of(relay.port())) {
      client.send(TestFrame.of(agent, 1, 11).bytes(2));
      assertThat(client.isSilentFor(100)).isTrue();
      stuck.open();
      assertThat(client.receipt()).isEqualTo(Receipt.settledBefore(2));
    }
    assertThat(stuck.stored()).hasSize(1);
  }

  @Test
  void whatTheStorageCannotTakeComesBackAndIsTakenLater() throws Exception {
    var writer = new SwitchedWriter();
    start(writer);
    try (var client = RelayClient.of(relay.port())) {
      client.send(TestFrame.of(agent, 1, 11, 12).bytes(1));
      Receipt back = client.receipt();
      assertThat(back.outcome()).isEqualTo(Outcome.COME_BACK);
      assertThat(back.waitMillis()).isEqualTo(1_000);
      assertThat(relay.hop.returned()).isEqualTo(2);
      assertThat(relay.hop.snapshot().totalDropped()).isZero();

      writer.comeBack();
      client.send(TestFrame.of(agent, 1, 11, 12).bytes(2));
      assertThat(client.receipt()).isEqualTo(Receipt.settled(2, 2, 0));
    }
    assertThat(writer.stored()).containsExactly(11L, 12L);
    assertThat(relay.hop.received()).isEqualTo(4);
  }

  @Test
  void aFrameForWhichThereIsNoRoomWaitsAndNothingIsReadMeanwhile() throws Exception {
    start(smallQueue(), stuck, RunningRelay.limits());
    try (var client = RelayClient.of(relay.port())) {
      fillQueue(client);
      client.send(TestFrame.of(agent, 3, 31).bytes(3));
      client.send(TestFrame.of(agent, 4, 41).bytes(4));
      assertThat(client.isSilentFor(200)).isTrue();
      assertThat(relay.hop.received()).as("neither is taken").isEqualTo(3);
      stuck.open();
      for (int id = 1; id <= 4; id++) {
        assertThat(client.receipt()).extracting(Receipt::id).isEqualTo(id);
      }
    }
    assertThat(stuck.stored()).hasSize(5);
    assertThat(relay.scrape()).contains("jaeger_collector_spans_dropped_total{host=");
    assertThat(rejected()).as("rejected by the collector").isZero();
  }

  @Test
  void aFrameThatFindsNoRoomInTimeIsGivenBack() throws Exception {
    start(smallQueue(), stuck, RunningRelay.impatient());
    try (var client = RelayClient.of(relay.port())) {
      fillQueue(client);
      client.send(TestFrame.of(agent, 3, 31).bytes(3));
      Receipt back = client.receipt();
      assertThat(back.id()).isEqualTo(3);
      assertThat(back.outcome()).isEqualTo(Outcome.COME_BACK);
      assertThat(back.message()).isEqualTo("the collector's queue is full");
      assertThat(relay.hop.received()).isEqualTo(3);
      assertThat(rejected()).isEqualTo(1);

      stuck.open();
      assertThat(client.receipt()).isEqualTo(Receipt.settled(1, 1, 0));
      assertThat(client.receipt()).isEqualTo(Receipt.settled(2, 2, 0));
      client.send(TestFrame.of(agent, 3, 31).bytes(4));
      assertThat(client.receipt()).isEqualTo(Receipt.settled(4, 1, 0));
    }
    assertThat(stuck.stored()).hasSize(4);
  }

  @Test
  void signsOfLifeComeWhileAFrameIsInWork() throws Exception {
    start(RunningCollector.settings(), stuck, RunningRelay.impatient());
    try (var client = RelayClient.of(relay.port())) {
      client.send(TestFrame.of(agent, 1, 11).bytes(1));
      assertThat(client.read().type()).isEqualTo(MessageType.HEARTBEAT);
      assertThat(client.read().type()).isEqualTo(MessageType.HEARTBEAT);
      stuck.open();
      assertThat(client.receipt().outcome()).isEqualTo(Outcome.SETTLED);
      int before = client.heartbeats();
      assertThat(client.isSilentFor(500)).as("nothing is in work").isTrue();
      assertThat(client.heartbeats()).isEqualTo(before);
    }
  }

  @Test
  void allKindsOfPacketsTravelInOneFrameWithTheTagsOfTheAgent() throws Exception {
    start(healthy);
    var frame =
        TestFrame.of(agent, 1)
            .tags(Map.of("node", "n-1"))
            .packet(PacketKind.JAEGER_COMPACT, Packets.compact(11, 12), 2)
            .packet(PacketKind.JAEGER_BINARY, Packets.binary(13), 1)
            .packet(PacketKind.JAEGER_COMPACT, Packets.zipkin(14), 1)
            .packet(PacketKind.OTLP, Packets.otlp(15), 1)
            .zstd();
    try (var client = RelayClient.of(relay.port())) {
      client.send(frame.bytes(1));
      assertThat(client.receipt()).isEqualTo(Receipt.settled(1, 5, 0));
    }
    List<Span> stored = healthy.stored();
    assertThat(stored).extracting(span -> span.spanId().value()).contains(11L, 12L, 13L, 14L, 15L);
    assertThat(stored)
        .allSatisfy(span -> assertThat(span.process().tags()).contains(Tag.of("node", "n-1")));
    assertThat(stored)
        .filteredOn(span -> span.spanId().value() == 14)
        .allSatisfy(
            span -> assertThat(span.tags()).contains(Tag.of("internal.span.format", "zipkin")));
    assertThat(relay.scrape())
        .contains(
            "format=\"jaeger\",svc=\"shop\",transport=\"relay\"} 3.0",
            "otelcol_receiver_accepted_spans_total{receiver=\"otlp\",transport=\"relay\"} 1.0");
  }

  @Test
  void aPacketThatCannotBeReadCostsOnlyItself() throws Exception {
    start(healthy);
    var frame =
        TestFrame.of(agent, 1)
            .packet(PacketKind.JAEGER_COMPACT, Packets.compact(11), 1)
            .packet(PacketKind.JAEGER_COMPACT, new byte[64], 3)
            .packet(PacketKind.UNKNOWN, new byte[0], 0)
            .packet(PacketKind.JAEGER_COMPACT, Packets.compact(12), 1);
    try (var client = RelayClient.of(relay.port())) {
      client.send(frame.bytes(1));
      assertThat(client.receipt()).isEqualTo(Receipt.settled(1, 2, 3));
    }
    assertThat(relay.hop.received()).isEqualTo(5);
    assertThat(relay.hop.dropped(DropReason.MALFORMED)).isEqualTo(3);
    assertThat(relay.scrape())
        .contains(
            "jaegerstack_collector_requests_malformed_total{format=\"jaeger\",transport=\"relay\"} 2.0");
  }

  @Test
  void aFrameOnWhichTheCollectorFailsIsGivenBackAndTakenLater() throws Exception {
    start(healthy);
    relay.breakCounter("jaeger_collector_spans_received");
    try (var client = RelayClient.of(relay.port())) {
      client.send(TestFrame.of(agent, 1, 11).bytes(1));
      Receipt back = client.receipt();
      assertThat(back.outcome()).isEqualTo(Outcome.COME_BACK);
      assertThat(back.message()).contains("LinkageError");
      relay.breakCounter("");
      client.send(TestFrame.of(agent, 1, 11).bytes(2));
      assertThat(client.receipt()).isEqualTo(Receipt.settled(2, 1, 0));
    }
  }

  @Test
  void aFrameWhoseRefusalFailsIsGivenBackAllTheSame() throws Exception {
    start(smallQueue(), stuck, RunningRelay.impatient());
    relay.breakCounter("jaeger_collector_spans_rejected");
    try (var client = RelayClient.of(relay.port())) {
      fillQueue(client);
      client.send(TestFrame.of(agent, 3, 31).bytes(3));
      assertThat(client.receipt().outcome()).isEqualTo(Outcome.COME_BACK);
      stuck.open();
      client.send(TestFrame.of(agent, 3, 31).bytes(4));
      for (int id : new int[] {1, 2, 4}) {
        assertThat(client.receipt().id()).isEqualTo(id);
      }
    }
  }

  @Test
  void aFrameWithoutSpansIsSettled() throws Exception {
    start(healthy);
    try (var client = RelayClient.of(relay.port())) {
      client.send(TestFrame.of(agent, 1).bytes(1));
      assertThat(client.receipt()).isEqualTo(Receipt.settled(1, 0, 0));
    }
  }

  @Test
  void tenantsAreNamedInTheHello() throws Exception {
    SettingValues settings =
        RunningCollector.settings()
            .with(TenancySettings.ENABLED, true)
            .with(TenancySettings.TENANTS, List.of("acme"))
            // Of TChannel, which cannot name one: as over gRPC and HTTP, it does not count here.
            .with(TenancySettings.DEFAULT_TENANT, "acme");
    start(settings, healthy, RunningRelay.limits());
    assertThat(greeted("").message()).isEqualTo("missing tenant");
    assertThat(greeted("evil").message()).isEqualTo("unknown tenant");
    assertThat(greeted("evil").status()).isEqualTo(Welcome.Status.TENANT);
    try (var client = RelayClient.of(relay.port(), "acme")) {
      client.send(TestFrame.of(agent, 1, 11).bytes(1));
      assertThat(client.receipt().stored()).isEqualTo(1);
    }
    assertThat(healthy.tenants()).containsExactly("acme");
  }

  private Welcome greeted(String tenant) throws IOException {
    try (var client = RelayClient.silent(relay.port())) {
      Welcome welcome = client.greet(tenant);
      client.awaitEnd();
      return welcome;
    }
  }

  @Test
  void anOldConnectionIsSentAwayAndItsFramesAreStillTaken() throws Exception {
    var times = RunningRelay.limits().times();
    var aged =
        new RelayLimits.Times(
            times.hello(),
            times.frame(),
            times.read(),
            times.room(),
            Duration.ofMillis(200),
            Duration.ofMillis(300),
            Duration.ofMillis(400));
    start(RunningCollector.settings(), healthy, RunningRelay.limits().with(aged));
    try (var client = RelayClient.of(relay.port())) {
      assertThat(client.goAway().why()).isEqualTo("connection age");
      client.send(TestFrame.of(agent, 1, 11).bytes(1));
      assertThat(client.receipt().outcome()).isEqualTo(Outcome.SETTLED);
      client.awaitEnd();
    }
    Eventually.await("closed", () -> relay.scrape().contains("relay_connections 0.0"));
  }

  @Test
  void whoeverStopsGivesReceiptsForWhatIsInWorkAndTakesNoMore() throws Exception {
    start(stuck);
    try (var client = RelayClient.of(relay.port())) {
      client.send(TestFrame.of(agent, 1, 11).bytes(1));
      stuck.awaitEntered();
      Thread stopping = Thread.ofVirtual().start(() -> relay.stopServer(LONG));
      assertThat(client.goAway().why()).isEqualTo("the collector is shutting down");
      client.send(TestFrame.of(agent, 2, 21).bytes(2));
      Receipt refused = client.receipt();
      assertThat(refused.id()).isEqualTo(2);
      assertThat(refused.outcome()).isEqualTo(Outcome.COME_BACK);
      stuck.open();
      assertThat(client.receipt()).isEqualTo(Receipt.settled(1, 1, 0));
      client.close();
      stopping.join();
    }
    assertThat(stuck.stored()).hasSize(1);
  }

  @Test
  void beyondItsWindowAnAgentIsNotRead() throws Exception {
    RelayLimits limits = RelayLimits.of(1 << 20, 1 << 20, 8 << 20, Duration.ZERO);
    start(RunningCollector.settings(), stuck, limits);
    try (var client = RelayClient.of(relay.port())) {
      byte[] large = Packets.compact(LongStream.range(1, 20_000).toArray());
      for (int id = 1; id <= 8; id++) {
        client.send(
            TestFrame.of(agent, id).packet(PacketKind.JAEGER_COMPACT, large, 19_999).bytes(id));
      }
      stuck.awaitEntered();
      assertThat(client.isSilentFor(300)).isTrue();
      assertThat(relay.hop.received()).isLessThan(8 * 19_999L);
      stuck.open();
      List<Receipt> receipts = new ArrayList<>();
      while (receipts.size() < 8) {
        receipts.add(client.receipt());
      }
      assertThat(receipts)
          .extracting(Receipt::id)
          .containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8);
      assertThat(receipts).extracting(Receipt::stored).containsOnly(19_999);
    }
  }

  /// One span at the storage, two in the queue, which is full then.
  private void fillQueue(RelayClient client) throws Exception {
    client.send(TestFrame.of(agent, 1, 11).bytes(1));
    stuck.awaitEntered();
    client.send(TestFrame.of(agent, 2, 21, 22).bytes(2));
    Eventually.await("two spans wait", () -> relay.hop.received() == 3);
  }

  private static SettingValues smallQueue() {
    return RunningCollector.settings()
        .with(CollectorSettings.QUEUE_SIZE, 2)
        .with(CollectorSettings.NUM_WORKERS, 1);
  }

  private long rejected() {
    return relay
        .scrape()
        .lines()
        .filter(line -> line.startsWith("otelcol_receiver_refused_spans_total"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private void start(SpanWriter writer) throws IOException {
    relay = RunningRelay.start(writer);
  }

  private void start(SettingValues settings, SpanWriter writer, RelayLimits limits)
      throws IOException {
    relay = RunningRelay.start(settings, writer, limits);
  }
}
