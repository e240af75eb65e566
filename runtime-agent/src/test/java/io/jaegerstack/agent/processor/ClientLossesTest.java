package io.jaegerstack.agent.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.ledger.LostBefore;
import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.Key;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.wire.thrift.AgentMessage;
import io.jaegerstack.wire.thrift.ClientStats;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClientLossesTest {
  private final AtomicLong now = new AtomicLong();
  private final Hop hop = new Ledger().hop("agent.reporter", Counted.SPANS);
  private final ClientLosses losses = new ClientLosses(hop, now::get);

  @Test
  void takesAClientsFirstBatchAsItsBase() {
    losses.seen(message("u", 100, new ClientStats(50, 5, 1)));
    assertThat(losses.batchesReceived()).isEqualTo(1);
    assertThat(losses.batchesSent()).isZero();
    assertThat(hop.lostBefore(LostBefore.CLIENT_QUEUE_FULL)).isZero();
    assertThat(losses.connectedClients()).isEqualTo(1);
  }

  @Test
  void countsWhatAClientLostSinceThen() {
    losses.seen(message("u", 100, new ClientStats(50, 5, 1)));
    losses.seen(message("u", 104, new ClientStats(57, 6, 1)));
    assertThat(losses.batchesSent()).isEqualTo(4);
    assertThat(losses.spansDropped(LostBefore.CLIENT_QUEUE_FULL)).isEqualTo(7);
    assertThat(losses.spansDropped(LostBefore.CLIENT_TOO_LARGE)).isEqualTo(1);
    assertThat(losses.spansDropped(LostBefore.CLIENT_SEND_FAILURE)).isZero();
  }

  @Test
  void ignoresBatchesOutOfOrder() {
    losses.seen(message("u", 100, new ClientStats(0, 0, 0)));
    losses.seen(message("u", 102, new ClientStats(2, 0, 0)));
    losses.seen(message("u", 101, new ClientStats(1, 0, 0)));
    losses.seen(message("u", 102, new ClientStats(9, 0, 0)));
    assertThat(losses.batchesReceived()).isEqualTo(4);
    assertThat(losses.batchesSent()).isEqualTo(2);
    assertThat(losses.spansDropped(LostBefore.CLIENT_QUEUE_FULL)).isEqualTo(2);
  }

  @Test
  void believesNoNumbersThatNoClientCanReach() {
    losses.seen(message("u", Long.MIN_VALUE / 2, new ClientStats(0, 0, 0)));
    losses.seen(message("u", 5, new ClientStats(0, 0, 0)));
    losses.seen(message("u", Long.MAX_VALUE - 1, new ClientStats(Long.MAX_VALUE, 1, -5)));
    losses.seen(message("u", Long.MAX_VALUE, new ClientStats(Long.MAX_VALUE, 3, 4)));
    assertThat(losses.batchesSent()).isEqualTo(1);
    assertThat(losses.spansDropped(LostBefore.CLIENT_QUEUE_FULL)).isZero();
    assertThat(losses.spansDropped(LostBefore.CLIENT_TOO_LARGE)).isEqualTo(2);
    assertThat(losses.spansDropped(LostBefore.CLIENT_SEND_FAILURE)).isZero();
  }

  @Test
  void keepsClientsApart() {
    losses.seen(message("a", 1, new ClientStats(0, 0, 0)));
    losses.seen(message("b", 1, new ClientStats(9, 0, 0)));
    losses.seen(message("a", 2, new ClientStats(1, 0, 0)));
    assertThat(losses.spansDropped(LostBefore.CLIENT_QUEUE_FULL)).isEqualTo(1);
    assertThat(losses.connectedClients()).isEqualTo(2);
  }

  @Test
  void saysNothingOfClientsThatDoNotNumberTheirBatches() {
    losses.seen(message("u", AgentMessage.NO_SEQ_NO, null));
    assertThat(losses.connectedClients()).isZero();
    assertThat(losses.batchesReceived()).isZero();
  }

  @Test
  void forgetsClientsThatHaveGoneQuiet() {
    losses.seen(message("old", 1, null));
    now.set(Duration.ofMinutes(61).toNanos());
    losses.seen(message("new", 1, null));
    assertThat(losses.connectedClients()).isEqualTo(1);
  }

  @Test
  void remembersABoundedNumberOfClients() {
    for (int i = 0; i < 20_000; i++) {
      losses.seen(message("u" + i, 1, null));
    }
    assertThat(losses.connectedClients()).isEqualTo(10_000);
  }

  private static AgentMessage message(String uuid, long seqNo, ClientStats stats) {
    var tags = new FlatTags(new byte[0], 1);
    tags.addString(Key.of("client-uuid"), Key.of(uuid));
    return new AgentMessage(
        new SpanBatch(new byte[0]), new FlatProcess(Key.of("shop"), tags), seqNo, stats, false);
  }
}
