package io.jaegerstack.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.ledger.LostBefore;
import org.junit.jupiter.api.Test;

class HopFiguresTest {
  private final Ledger ledger = new Ledger();
  private final Hop hop = ledger.hop("agent.reporter", Counted.SPANS);

  private HopFigures figures() {
    hop.received(10);
    hop.forwarded(4);
    hop.dropped(DropReason.QUEUE_FULL, 3);
    hop.dropped(DropReason.SHUTDOWN, 1);
    hop.lostBefore(LostBefore.CLIENT_QUEUE_FULL, 7);
    hop.heldBy(() -> 1);
    return HopFigures.of(hop.snapshot());
  }

  @Test
  void isALineOfWhatIsNotZero() {
    assertThat(figures().line())
        .isEqualTo(
            "hop=agent.reporter counts=spans received=10 forwarded=4 held=1 balance=1"
                + " dropped.queue-full=3 dropped.shutdown=1 lost-before.client-queue-full=7");
  }

  @Test
  void isReadBackFromALogLine() {
    String line = "10:00:00.000 INFO last figures process=agent " + figures().line();
    HopFigures read = HopFigures.parse(line);
    assertThat(read.line()).isEqualTo(HopFigures.of(hop.snapshot()).line());
    assertThat(read.dropped()).containsOnlyKeys("queue-full", "shutdown");
  }

  @Test
  void hasEveryReasonAsJson() {
    assertThat(LedgerPage.json(ledger)).startsWith("{\"hops\":[").endsWith("]}\n");
    assertThat(figures().json())
        .startsWith("{\"hop\":\"agent.reporter\",\"counts\":\"spans\",\"received\":10,")
        .contains("\"dropped\":{", "\"internal-error\":0,", "\"queue-full\":3")
        .contains("\"lostBefore\":{", "\"kernel\":0");
  }

  @Test
  void refusesWhatIsNoFigureAndSaysWhere() {
    assertThatThrownBy(() -> HopFigures.parse("hop=a received=many"))
        .hasMessage("received is \"many\", expected a whole number, in \"hop=a received=many\"");
    assertThatThrownBy(() -> HopFigures.parse("received=1")).hasMessageContaining("names no hop");
  }
}
