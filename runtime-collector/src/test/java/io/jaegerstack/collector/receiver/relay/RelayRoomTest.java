package io.jaegerstack.collector.receiver.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.collector.Eventually;
import io.jaegerstack.collector.FaultyWriter;
import io.jaegerstack.collector.RunningCollector;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.settings.ByteSize;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.wire.relay.Generation;
import io.jaegerstack.wire.relay.Outcome;
import io.jaegerstack.wire.relay.PacketKind;
import io.jaegerstack.wire.relay.Receipt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What many agents make a collector hold whose storage stands still.
@Timeout(60)
class RelayRoomTest {
  private static final long QUEUE_BYTES = 2 << 20;
  private static final int SPANS = 500;

  private final FaultyWriter stuck = FaultyWriter.stuck();
  private final List<RelayClient> clients = new ArrayList<>();
  private RunningRelay relay;

  @BeforeEach
  void startWithAFullQueue() throws Exception {
    SettingValues settings =
        RunningCollector.settings()
            .with(CollectorSettings.QUEUE_SIZE, 1)
            .with(CollectorSettings.QUEUE_BYTES, ByteSize.bytes(QUEUE_BYTES))
            .with(CollectorSettings.NUM_WORKERS, 1);
    relay = RunningRelay.start(settings, stuck, RunningRelay.limits());
    RelayClient first = client();
    first.send(TestFrame.of(Generation.random(), 1, 1).bytes(1));
    stuck.awaitEntered();
    first.send(TestFrame.of(Generation.random(), 2, 2).bytes(2));
    Eventually.await("one span waits", () -> relay.hop.received() == 2);
  }

  @AfterEach
  void allIsGivenBack() throws IOException {
    stuck.open();
    for (RelayClient each : clients) {
      each.close();
    }
    Eventually.await("nothing is parked", () -> relay.parkedBytes() == 0);
    relay.close();
    assertThat(relay.hop.snapshot().balance()).isZero();
  }

  @Test
  void framesAreDecodedOnlyAsFarAsThereIsMemory() throws Exception {
    List<RelayClient> agents = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      RelayClient agent = client();
      agents.add(agent);
      agent.send(frame(i).bytes(7));
    }
    byte[] packet = Packets.compact(LongStream.rangeClosed(1, SPANS).toArray());
    long each = SpanBatch.retainedBytes(packet.length, SPANS);
    long decoded = QUEUE_BYTES / 2 / each;
    Eventually.await(
        "all wait", () -> relay.parkedBytes() >= decoded * each + (20 - decoded) * packet.length);
    assertThat(20 * each).as("of all frames").isGreaterThan(2 * QUEUE_BYTES);
    assertThat(relay.parkedBytes()).isLessThan(QUEUE_BYTES);
    assertThat(decodedSpans()).isEqualTo(2 + decoded * SPANS);

    stuck.open();
    for (RelayClient agent : agents) {
      assertThat(agent.receipt()).isEqualTo(Receipt.settled(7, SPANS, 0));
    }
  }

  @Test
  void aFrameThatHasNoMemoryToWaitInComesBackAtOnce() throws Exception {
    for (int i = 0; i < 2; i++) {
      client().send(large().bytes(7));
    }
    Eventually.await("all wait", () -> relay.parkedBytes() > 1_300_000);
    RelayClient last = client();
    last.send(large().bytes(8));
    Receipt receipt = last.receipt();
    assertThat(receipt.outcome()).isEqualTo(Outcome.COME_BACK);
    assertThat(receipt.message()).isEqualTo("no memory for one more frame that waits");
    assertThat(receipt.waitMillis()).isEqualTo(1_000);
  }

  @Test
  void aFrameWithMoreSpansThanItSaysCountsForWhatItHas() throws Exception {
    byte[] packet = Packets.compact(LongStream.rangeClosed(1, 8_000).toArray());
    client()
        .send(
            TestFrame.of(Generation.random(), 1)
                .packet(PacketKind.JAEGER_COMPACT, packet, 1)
                .bytes(1));
    Eventually.await("it waits", () -> relay.parkedBytes() > 8_000 * 400);
    long before = decodedSpans();
    client().send(frame(1).bytes(1));
    Eventually.await(
        "it waits as it came", () -> relay.parkedBytes() > 8_000 * 400 + packet.length + 10_000);
    assertThat(decodedSpans()).isEqualTo(before);
  }

  @Test
  void aConnectionThatIsGoneIsNotKeptForRoom() throws Exception {
    for (int i = 0; i < 30; i++) {
      RelayClient agent = client();
      agent.send(frame(i).bytes(1));
      Eventually.await("it waits", () -> relay.wantRoom() == 1);
      agent.close();
      Eventually.await("it is gone", () -> relay.wantRoom() == 0);
    }
    assertThat(relay.parkedBytes()).isZero();
  }

  @Test
  void agentsThatWaitHoldLittleOfWhatTheySentBeyondTheirFrame() throws Exception {
    List<RelayClient> agents = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      RelayClient agent = client();
      agents.add(agent);
      for (int j = 0; j < 3; j++) {
        agent.send(RelayCases.wrongCrc(large())); // So that much is read at a time.
        assertThat(agent.receipt().outcome()).isEqualTo(Outcome.REJECTED);
      }
    }
    for (int i = 0; i < agents.size(); i++) {
      byte[] waits = frame(i).bytes(1);
      byte[] message = Arrays.copyOf(waits, waits.length + 200_000);
      agents.get(i).send(message);
    }
    Eventually.await("all wait", () -> relay.wantRoom() == agents.size());
    assertThat(relay.unfinishedBytes()).isLessThan(20 * 32_768L + 2 * 131_072);
  }

  private static TestFrame frame(int agent) {
    long[] ids = LongStream.rangeClosed(1, SPANS).toArray();
    return TestFrame.of(new Generation(7, agent), 1, ids);
  }

  /// Of 700 KB with one span.
  private static TestFrame large() {
    return TestFrame.of(Generation.random(), 1, 1)
        .packet(PacketKind.JAEGER_COMPACT, new byte[700_000], 0);
  }

  private RelayClient client() throws IOException {
    RelayClient client = RelayClient.of(relay.port());
    clients.add(client);
    return client;
  }

  /// Spans that were handed to the pipeline, whether it had room or not.
  private long decodedSpans() {
    return relay
        .scrape()
        .lines()
        .filter(line -> line.startsWith("jaeger_collector_spans_received_total"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
