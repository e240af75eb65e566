package io.jaegerstack.agent.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.ledger.LostBefore;
import io.jaegerstack.wire.thrift.ClientStats;
import io.jaegerstack.wire.thrift.PacketSkim;
import io.jaegerstack.wire.thrift.ThriftProtocol;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClientLossesTest {
  private final PacketSkim skim = new PacketSkim();
  private final AtomicLong now = new AtomicLong();
  private final Hop hop = new Ledger().hop("agent.reporter", Counted.SPANS);
  private final ClientLosses losses = new ClientLosses(hop, now::get);

  @Test
  void takesAClientsFirstBatchAsItsBase() {
    seen("u", 100L, new ClientStats(50, 5, 1));
    assertThat(losses.batchesReceived()).isEqualTo(1);
    assertThat(losses.batchesSent()).isZero();
    assertThat(hop.lostBefore(LostBefore.CLIENT_QUEUE_FULL)).isZero();
    assertThat(losses.connectedClients()).isEqualTo(1);
  }

  @Test
  void countsWhatAClientLostSinceThen() {
    seen("u", 100L, new ClientStats(50, 5, 1));
    seen("u", 104L, new ClientStats(57, 6, 1));
    assertThat(losses.batchesSent()).isEqualTo(4);
    assertThat(losses.spansDropped(LostBefore.CLIENT_QUEUE_FULL)).isEqualTo(7);
    assertThat(losses.spansDropped(LostBefore.CLIENT_TOO_LARGE)).isEqualTo(1);
    assertThat(losses.spansDropped(LostBefore.CLIENT_SEND_FAILURE)).isZero();
  }

  @Test
  void ignoresBatchesOutOfOrder() {
    seen("u", 100L, new ClientStats(0, 0, 0));
    seen("u", 102L, new ClientStats(2, 0, 0));
    seen("u", 101L, new ClientStats(1, 0, 0));
    seen("u", 102L, new ClientStats(9, 0, 0));
    assertThat(losses.batchesReceived()).isEqualTo(4);
    assertThat(losses.batchesSent()).isEqualTo(2);
    assertThat(losses.spansDropped(LostBefore.CLIENT_QUEUE_FULL)).isEqualTo(2);
  }

  /// Workers see a client's datagrams in any order.
  @Test
  void takesABatchThatTheFirstHasOvertakenAsTheFirst() {
    seen("u", 102L, new ClientStats(0, 0, 0));
    seen("u", 103L, new ClientStats(0, 0, 0));
    seen("u", 101L, new ClientStats(0, 0, 0));
    seen("u", 101L, new ClientStats(0, 0, 0));
    assertThat(losses.batchesSent()).isEqualTo(2);
    seen("u", 7L, new ClientStats(0, 0, 0));
    assertThat(losses.batchesSent()).as("long before it").isEqualTo(2);
  }

  @Test
  void believesNoNumbersThatNoClientCanReach() {
    seen("u", Long.MIN_VALUE / 2, new ClientStats(0, 0, 0));
    seen("u", 5L, new ClientStats(0, 0, 0));
    seen("u", Long.MAX_VALUE - 1, new ClientStats(Long.MAX_VALUE, 1, -5));
    seen("u", Long.MAX_VALUE, new ClientStats(Long.MAX_VALUE, 3, 4));
    assertThat(losses.batchesSent()).isEqualTo(1);
    assertThat(losses.spansDropped(LostBefore.CLIENT_QUEUE_FULL)).isZero();
    assertThat(losses.spansDropped(LostBefore.CLIENT_TOO_LARGE)).isEqualTo(2);
    assertThat(losses.spansDropped(LostBefore.CLIENT_SEND_FAILURE)).isZero();
  }

  @Test
  void saysWhatClientsHadNumberedBeforeTheyWereHeardOf() {
    seen("a", 101L, new ClientStats(0, 0, 0));
    seen("a", 105L, new ClientStats(0, 0, 0));
    seen("b", 1L, new ClientStats(0, 0, 0));
    seen("c", 0L, new ClientStats(0, 0, 0));
    seen("d", Long.MAX_VALUE, new ClientStats(0, 0, 0));
    assertThat(losses.batchesBefore()).isEqualTo(100);
  }

  @Test
  void keepsClientsApart() {
    seen("a", 1L, new ClientStats(0, 0, 0));
    seen("b", 1L, new ClientStats(9, 0, 0));
    seen("a", 2L, new ClientStats(1, 0, 0));
    assertThat(losses.spansDropped(LostBefore.CLIENT_QUEUE_FULL)).isEqualTo(1);
    assertThat(losses.connectedClients()).isEqualTo(2);
  }

  @Test
  void saysNothingOfClientsThatDoNotNumberTheirBatches() {
    seen("u", null, null);
    assertThat(losses.connectedClients()).isZero();
    assertThat(losses.batchesReceived()).isZero();
  }

  @Test
  void forgetsClientsThatHaveGoneQuiet() {
    seen("old", 1L, null);
    now.set(Duration.ofMinutes(61).toNanos());
    seen("new", 1L, null);
    assertThat(losses.connectedClients()).isEqualTo(1);
  }

  @Test
  void remembersABoundedNumberOfClients() {
    for (int i = 0; i < 20_000; i++) {
      seen("u" + i, 1L, null);
    }
    assertThat(losses.connectedClients()).isEqualTo(10_000);
  }

  /// A batch of a client, as jaeger.thrift's newest clients send it.
  private void seen(String uuid, @Nullable Long seqNo, @Nullable ClientStats stats) {
    byte[] packet = NumberedBatch.packet(uuid, seqNo, stats);
    skim.skim(packet, 0, packet.length, ThriftProtocol.COMPACT);
    losses.seen(skim, packet);
  }
}
