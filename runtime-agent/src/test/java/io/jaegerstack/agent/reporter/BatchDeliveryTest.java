package io.jaegerstack.agent.reporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.agent.Await;
import io.jaegerstack.agent.Packets;
import io.jaegerstack.agent.reporter.CollectorCalls.Outcome;
import io.jaegerstack.agent.reporter.RetryPolicy.Verdict;
import io.jaegerstack.agent.spill.Spill;
import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.server.Deadline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The end of an agent, with requests to a collector that takes the first and is full from then on.
@Timeout(120)
class BatchDeliveryTest {
  /// So many that no two packets share a request.
  private static final int SPANS = 600;

  private final Hop hop = new Ledger().hop("agent.reporter", Counted.SPANS);
  private final ReporterCounts counts = new ReporterCounts(hop);
  private final FrameQueue queue = new FrameQueue(100_000_000);
  private final AtomicInteger requests = new AtomicInteger();
  private Spill spill;
  private FrameSpill onDisk;
  private BatchDelivery.Sender sender;

  @TempDir private Path directory;

  @BeforeEach
  void start() {
    spill = Spill.of(directory, 16 << 20, Duration.ofHours(1), new NoSpillEvents());
    onDisk = new FrameSpill(queue, spill.log(), Duration.ofMillis(50), counts, () -> null);
    spill.start();
    onDisk.start();
    var batches = new BatchDelivery(fullAfterTheFirst(), counts, new RetryPolicy(3, () -> 0));
    sender = batches.sender(new FrameReader(new InternTable(), AgentTags.of(Map.of())));
    batches.giveUp();
  }

  @AfterEach
  void stop() {
    Deadline deadline = Deadline.after(Duration.ofSeconds(20));
    onDisk.stop(deadline);
    spill.stop(deadline);
  }

  private Frame kept(int packets) {
    Frame frame = frame(packets);
    assertThat(queue.offer(frame, () -> {})).isTrue();
    Await.until(frame::isOnDisk, () -> "not on the disk");
    return frame;
  }

  private static Frame frame(int packets) {
    var all = new byte[packets][];
    for (int i = 0; i < packets; i++) {
      all[i] = Packets.compact("shop", 1 + (long) i * SPANS, SPANS);
    }
    return TestFrames.bare(all);
  }

  @Test
  void leavesAFrameOfSeveralRequestsToTheDiskWhereOnlyTheFirstWasTaken() {
    Frame large = kept(3);
    assertThat(sender.deliver(List.of(large))).containsExactly(large);
    assertThat(requests).hasValue(2);
    assertThat(hop.forwarded()).as("it comes again whole").isZero();
    assertThat(hop.snapshot().totalDropped()).isZero();
  }

  @Test
  void leavesTheFramesThatWereNotDelivered() {
    Frame first = kept(1);
    Frame second = kept(1);
    assertThat(sender.deliver(List.of(first, second))).containsExactly(second);
    assertThat(hop.forwarded()).isEqualTo(SPANS);
    assertThat(hop.snapshot().totalDropped()).isZero();
  }

  @Test
  void countsWhatIsNotOnTheDisk() {
    Frame memory = frame(3);
    Frame kept = kept(1);
    assertThat(sender.deliver(List.of(memory, kept))).isEqualTo(Set.of(kept));
    assertThat(hop.forwarded()).isEqualTo(SPANS);
    assertThat(hop.dropped(DropReason.SHUTDOWN)).isEqualTo(2 * SPANS);
  }

  private CollectorCalls fullAfterTheFirst() {
    return new TestCalls(
        group ->
            () ->
                requests.getAndIncrement() == 0
                    ? Outcome.DELIVERED
                    : new Outcome(Verdict.COME_BACK, false, "full"));
  }
}
