package io.jaegerstack.collector.receiver.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.collector.FaultyWriter;
import io.jaegerstack.collector.FaultyWriter.Fate;
import io.jaegerstack.collector.RunningCollector;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.wire.relay.Generation;
import io.jaegerstack.wire.relay.Outcome;
import io.jaegerstack.wire.relay.PacketKind;
import io.jaegerstack.wire.relay.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Agents that repeat each frame until it is settled, over connections that are killed, against a
/// storage that fails in every way: what receipts say is what the ledger says and what is stored.
@Timeout(120)
class RelayLedgerTest {
  private static final int AGENTS = 4;
  private static final int FRAMES = 60;

  private final Set<Long> settledIds = ConcurrentHashMap.newKeySet();
  private final AtomicLong ids = new AtomicLong(1);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void receiptsSayWhatTheLedgerSays(long seed) throws Exception {
    SettingValues settings =
        RunningCollector.settings()
            .with(CollectorSettings.QUEUE_SIZE, 40)
            .with(CollectorSettings.NUM_WORKERS, 3);
    var writer =
        FaultyWriter.random(
            new SplittableRandom(seed), Fate.STORED, Fate.STORED, Fate.STORED, Fate.REFUSED);
    RunningRelay relay = RunningRelay.start(settings, writer, RunningRelay.impatient());
    run(relay, seed);
    relay.close();

    assertThat(relay.hop.snapshot().balance()).as(relay.hop.snapshot().toString()).isZero();
    assertThat(relay.hop.received()).as("each span once").isEqualTo(ids.get() - 1);
    assertThat(writer.stored()).as("none twice").doesNotHaveDuplicates();
    assertThat(relay.hop.forwarded()).isEqualTo(writer.stored().size());
    assertThat(writer.stored().size() + relay.hop.snapshot().totalDropped())
        .isEqualTo(settledIds.size());
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void whatComesBackIsSentUntilItIsStored(long seed) throws Exception {
    var writer =
        FaultyWriter.random(
            new SplittableRandom(seed), Fate.STORED, Fate.STORED, Fate.STORED, Fate.AWAY);
    RunningRelay relay =
        RunningRelay.start(RunningCollector.settings(), writer, RunningRelay.limits());
    run(relay, seed);
    relay.close();

    assertThat(relay.hop.snapshot().balance()).as(relay.hop.snapshot().toString()).isZero();
    assertThat(relay.hop.returned()).isPositive();
    assertThat(relay.hop.snapshot().totalDropped()).isZero();
    assertThat(writer.stored().stream().map(span -> span.spanId().value()).distinct())
        .as("everything is stored in the end")
        .hasSize((int) ids.get() - 1);
  }

  @ParameterizedTest
  @EnumSource(
      value = PacketKind.class,
      names = {"JAEGER_COMPACT", "OTLP"})
  void aSpanThatTheStorageRefusesIsDroppedOnceHoweverOftenItsFrameComes(PacketKind kind)
      throws Exception {
    var writer = new SwitchedWriter().refusing(13);
    RunningRelay relay = RunningRelay.start(writer);
    byte[] bad = kind == PacketKind.OTLP ? Packets.otlp(13) : Packets.compact(13);
    var frame =
        TestFrame.of(Generation.random(), 1)
            .packet(PacketKind.JAEGER_COMPACT, Packets.compact(11, 12), 2)
            .packet(kind, bad, 1);
    try (var client = RelayClient.of(relay.port())) {
      for (int attempt = 1; attempt <= 3; attempt++) {
        client.send(frame.bytes(attempt));
        assertThat(client.receipt().outcome()).isEqualTo(Outcome.COME_BACK);
      }
      assertThat(relay.hop.snapshot().totalDropped()).as("while it comes back").isZero();
      writer.comeBack();
      client.send(frame.bytes(4));
      assertThat(client.receipt()).isEqualTo(Receipt.settled(4, 2, 1));
    }
    relay.close();
    assertThat(relay.hop.dropped(DropReason.STORAGE_REJECTED)).isEqualTo(1);
    assertThat(relay.hop.returned()).isEqualTo(9);
    assertThat(relay.hop.snapshot().balance()).as(relay.hop.snapshot().toString()).isZero();
  }

  @Test
  void spansWithoutIdsAreTheAgentsToCount() throws Exception {
    var writer = FaultyWriter.healthy();
    RunningRelay relay = RunningRelay.start(writer);
    var frame = TestFrame.of(Generation.random(), 1);
    frame.packet(PacketKind.JAEGER_COMPACT, Packets.compact(1, 2, 0, 3, 4, 5, 6, 7, 8, 9), 9);
    try (var client = RelayClient.of(relay.port())) {
      client.send(frame.bytes(1));
      assertThat(client.receipt()).isEqualTo(Receipt.settled(1, 9, 0));
    }
    relay.close();
    assertThat(writer.stored()).hasSize(9);
    assertThat(relay.hop.received()).as("as the agent has forwarded").isEqualTo(9);
    assertThat(relay.hop.snapshot().totalDropped()).isZero();
  }

  private void run(RunningRelay relay, long seed) throws InterruptedException {
    List<Thread> agents =
        IntStream.range(0, AGENTS)
            .mapToObj(i -> Thread.ofVirtual().start(() -> agent(relay, seed * 31 + i)))
            .toList();
    for (Thread each : agents) {
      each.join();
    }
  }

  private void agent(RunningRelay relay, long seed) {
    try {
      send(relay, new SplittableRandom(seed));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private void send(RunningRelay relay, SplittableRandom random) throws IOException {
    Generation generation = Generation.random();
    for (int number = 1; number <= FRAMES; number++) {
      int size = 1 + random.nextInt(5);
      long first = ids.getAndAdd(size);
      long[] spans = LongStream.range(first, first + size).toArray();
      var frame = TestFrame.of(generation, number, spans).lowest(Math.max(1, number - 3));
      repeat(relay, frame, random);
      LongStream.of(spans).forEach(settledIds::add);
    }
  }

  private void repeat(RunningRelay relay, TestFrame frame, SplittableRandom random)
      throws IOException {
    Outcome outcome = Outcome.COME_BACK;
    while (outcome == Outcome.COME_BACK) {
      try (var client = RelayClient.of(relay.port())) {
        client.send(frame.bytes(1));
        if (random.nextInt(4) == 0) {
          continue; // Killed, with its frame on the way or in work.
        }
        outcome = client.receipt().outcome();
      }
    }
    assertThat(outcome).isIn(Outcome.SETTLED, Outcome.SETTLED_BEFORE);
  }
}
