package io.jaegerstack.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private final Ledger ledger = new Ledger();
  private final Hop hop = ledger.hop("agent.reporter", Counted.SPANS);

  @Test
  void balancesWhatCameInWithWhatWentOnWasDroppedAndIsHeld() {
    hop.heldBy(() -> 4);
    hop.heldBy(() -> 1);
    hop.received(10);
    hop.forwarded(2);
    hop.dropped(DropReason.QUEUE_FULL, 3);
    assertThat(hop.snapshot().balance()).isZero();
    assertThat(ledger.unbalanced()).isEmpty();
  }

  @Test
  void whatIsGivenBackToItsSenderIsNeitherHeldNorLost() {
    hop.received(3);
    hop.forwarded(1);
    hop.returned(2);
    assertThat(ledger.unbalanced()).isEmpty();
    assertThat(hop.snapshot())
        .hasToString(
            "agent.reporter: received=3 forwarded=1 returned=2 dropped={} held=0 balance=0");
  }

  @Test
  void showsWhatIsLostWithoutAReason() {
    hop.received(10);
    hop.forwarded(9);
    assertThat(ledger.unbalanced()).singleElement().extracting(HopSnapshot::balance).isEqualTo(1L);
  }

  @Test
  void showsWhatIsCountedTwice() {
    hop.received(1);
    hop.forwarded(1);
    hop.dropped(DropReason.SHUTDOWN, 1);
    assertThat(hop.snapshot().balance()).isEqualTo(-1);
  }

  @Test
  void keepsLossesBeforeTheHopOutOfTheBalance() {
    hop.lostBefore(LostBefore.KERNEL, 7);
    assertThat(hop.snapshot().balance()).isZero();
    assertThat(hop.snapshot().lostBefore()).containsEntry(LostBefore.KERNEL, 7L);
  }

  @Test
  void saysWhatMattersInOneLine() {
    hop.received(5);
    hop.dropped(DropReason.MALFORMED, 2);
    hop.dropped(DropReason.SEND_FAILURE, 1);
    assertThat(hop.snapshot())
        .hasToString(
            "agent.reporter: received=5 forwarded=0 dropped={malformed=2,send-failure=1} held=0 balance=2");
  }

  @Test
  void losesNoCountBetweenThreads() throws InterruptedException {
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int n = 0; n < 100_000; n++) {
                      hop.received(1);
                      hop.dropped(DropReason.QUEUE_FULL, 1);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(hop.received()).isEqualTo(400_000);
    assertThat(hop.snapshot().balance()).isZero();
  }

  @Test
  void opensAHopOnce() {
    assertThat(ledger.hop("agent.reporter", Counted.SPANS)).isSameAs(hop);
    assertThatThrownBy(() -> ledger.hop("agent.reporter", Counted.PACKETS))
        .hasMessage("hop agent.reporter counts SPANS, expected PACKETS");
  }

  @Test
  void asksHoldersEachTime() {
    var held = new AtomicLong();
    hop.heldBy(held::get);
    held.set(3);
    assertThat(hop.held()).isEqualTo(3);
  }

  @Test
  void givesEveryReasonItsOwnLabel() {
    assertThat(Arrays.stream(DropReason.values()).map(DropReason::label)).doesNotHaveDuplicates();
    assertThat(Arrays.stream(LostBefore.values()).map(LostBefore::label)).doesNotHaveDuplicates();
  }

  @Test
  void asksThoseWhoKnowOfLossesBeforeItWhenItIsRead() {
    Hop hop = new Ledger().hop("agent.udp.compact", Counted.PACKETS);
    hop.freshenedBy(() -> hop.lostBefore(LostBefore.KERNEL, 2));
    assertThat(hop.snapshot().lostBefore()).containsEntry(LostBefore.KERNEL, 2L);
    assertThat(hop.snapshot().lostBefore()).containsEntry(LostBefore.KERNEL, 4L);
  }
}
