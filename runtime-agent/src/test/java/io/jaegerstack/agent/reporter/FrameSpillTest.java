package io.jaegerstack.agent.reporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.agent.Await;
import io.jaegerstack.agent.Packets;
import io.jaegerstack.agent.reporter.CollectorCalls.Outcome;
import io.jaegerstack.agent.reporter.FrameMaker.Packing;
import io.jaegerstack.agent.spill.Spill;
import io.jaegerstack.agent.spill.SpillEvents;
import io.jaegerstack.ledger.Counted;
import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.ledger.Ledger;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.wire.relay.Codec;
import io.jaegerstack.wire.relay.Generation;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A queue and its spill, with nobody who takes frames but the test.
@Timeout(120)
class FrameSpillTest {
  private static final int SPANS = 3;

  private final Hop hop = new Ledger().hop("agent.reporter", Counted.SPANS);
  private final ReporterCounts counts = new ReporterCounts(hop);
  private final FrameNumbers numbers = new FrameNumbers(Generation.random());
  private final FrameQueue queue = new FrameQueue(20 * frame(1).retainedBytes());
  private Spill spill;
  private FrameSpill frames;

  @TempDir private Path directory;

  @BeforeEach
  void start() {
    spill = Spill.of(directory, 16 << 20, Duration.ofHours(1), events());
    frames = new FrameSpill(queue, spill.log(), Duration.ofMillis(50), counts, numbers::next);
    spill.start();
    frames.start();
  }

  private SpillEvents events() {
    return new SpillEvents() {
      @Override
      public void adopted(long spans) {
        counts.adopted(spans);
      }

      @Override
      public void dropped(DropReason reason, long spans) {
        counts.dropped(reason, spans);
      }
    };
  }

  @AfterEach
  void stop() {
    Deadline deadline = Deadline.after(Duration.ofSeconds(20));
    queue.close();
    frames.stop(deadline);
    spill.stop(deadline);
  }

  private static Frame frame(int number) {
    return TestFrames.of(Packing.CHECKED, Packets.compact("shop", number * 10L, SPANS));
  }

  private Frame offer(int number) {
    Frame frame = frame(number);
    assertThat(queue.offer(frame, () -> {})).as("room for frame %s", number).isTrue();
    return frame;
  }

  private long onDisk() {
    return spill.log().counts().frames();
  }

  @Test
  void keepsAFrameThatHasNoReceiptUntilItHasOne() {
    Frame frame = offer(1);
    Await.until(frame::isOnDisk, () -> "not on the disk");
    assertThat(queue.heldSpans()).as("in memory too").isEqualTo(SPANS);
    assertThat(frame.number()).as("under which it will come again").isNotNull();
    assertThat(poll()).isSameAs(frame);
    queue.settled(frame);
    assertThat(onDisk()).isZero();
    assertThat(frames.spans()).isZero();
  }

  @Test
  void leavesFramesToTheDiskWhenMemoryIsShortAndBringsThemBack() {
    var kept = new ArrayList<Frame>();
    for (int i = 1; i <= 60; i++) {
      kept.add(offer(i));
      Await.until(() -> queue.bytes() <= queue.capacityBytes() / 4 * 3, queue::bytes);
    }
    // A frame that is being left is for a moment in neither account.
    Await.until(() -> queue.heldSpans() + frames.spans() == 60L * SPANS, frames::spans);
    assertThat(frames.spans()).as("spans on the disk alone").isGreaterThan(30L * SPANS);
    var seen = new HashSet<Long>();
    Await.until(() -> takenAll(seen), () -> seen);
    assertThat(seen).hasSize(60);
    Await.until(() -> onDisk() == 0, this::onDisk);
    assertThat(queue.heldSpans() + frames.spans()).isZero();
  }

  /// Takes and settles what waits; the numbers of 60 frames.
  private boolean takenAll(HashSet<Long> numbersSeen) {
    for (Frame next = poll(); next != null; next = poll()) {
      numbersSeen.add(next.number().sequence());
      queue.settled(next);
    }
    return numbersSeen.size() == 60;
  }

  private Frame poll() {
    return queue.poll(numbers::next);
  }

  @Test
  void putsEverythingOntoTheDiskAtTheEnd() {
    List<Frame> held = List.of(offer(1), offer(2), offer(3));
    Frame underWay = poll();
    queue.close();
    frames.stop(Deadline.after(Duration.ofSeconds(20)));
    assertThat(held).allMatch(Frame::isOnDisk);
    queue.giveUp().forEach(each -> assertThat(queue.leave(each)).isTrue());
    assertThat(queue.leave(underWay)).isTrue();
    assertThat(queue.heldSpans()).isZero();
    assertThat(frames.spans()).isEqualTo(3L * SPANS);
  }

  @Test
  void writesAFrameAsItIsAndReadsItAgain() {
    byte[] packet = Packets.compact("shop", 1, 50);
    Frame frame = TestFrames.of(Packing.COMPRESSED, packet);
    frame.number(numbers.next());
    Frame again = new FrameRecord().decode(new FrameRecord().encode(frame)).orElseThrow();
    assertThat(again.codec()).isEqualTo(Codec.ZSTD).isEqualTo(frame.codec());
    assertThat(again.spans()).isEqualTo(50);
    assertThat(again.packets()).isEqualTo(frame.packets());
    assertThat(again.unpackedBytes()).isEqualTo(frame.unpackedBytes());
    assertThat(again.crc()).isEqualTo(frame.crc());
    assertThat(body(again)).isEqualTo(body(frame));
    assertThat(again.number().sequence()).isEqualTo(1);
    assertThat(again.number().numbers().generation()).isEqualTo(numbers.generation());
  }

  private static ByteBuffer body(Frame frame) {
    return ByteBuffer.wrap(frame.body(), 0, frame.length());
  }

  /// Otherwise it would be counted as lost, and come later all the same.
  @Test
  void keepsNoCopyOfWhatIsCountedAsLost() {
    Frame frame = frame(1);
    assertThat(queue.offer(frame, () -> counts.received(frame.tally()))).isTrue();
    hop.heldBy(queue::heldSpans);
    hop.heldBy(frames::spans);
    Await.until(frame::isOnDisk, () -> "not on the disk");
    var senders =
        new FrameSenders(failing(), queue, counts, new InternTable(), AgentTags.of(Map.of()), 1);
    senders.start();
    Await.until(() -> hop.held() == 0, hop::snapshot);
    senders.stop(Deadline.after(Duration.ofSeconds(20)));
    assertThat(hop.dropped(DropReason.SEND_FAILURE)).isEqualTo(SPANS);
    assertThat(hop.snapshot().balance()).as(hop.snapshot().toString()).isZero();
    assertThat(onDisk()).isZero();
  }

  private static CollectorCalls failing() {
    return new TestCalls(group -> () -> new Outcome(RetryPolicy.Verdict.RETRY, false, "INTERNAL"));
  }

  @Test
  void letsGoOfTheNumbersOfFramesThatTheDiskDropsAsTooOld() {
    stop();
    spill = Spill.of(directory.resolve("brief"), 16 << 20, Duration.ofMillis(1), events());
    var brief = new FrameQueue(20 * frame(1).retainedBytes());
    frames = new FrameSpill(brief, spill.log(), Duration.ofMillis(50), counts, numbers::next);
    spill.start();
    frames.start();
    for (int i = 1; i <= 60; i++) {
      assertThat(brief.offer(frame(i), () -> {})).as("room for frame %s", i).isTrue();
      Await.until(() -> brief.bytes() <= brief.capacityBytes() / 4 * 3, brief::bytes);
    }
    for (Frame next = brief.poll(numbers::next); next != null; next = brief.poll(numbers::next)) {
      brief.settled(next);
    }
    Await.until(() -> spill.log().counts().frames() == 0, spill.log().counts()::frames);
    assertThat(spill.log().counts().expired()).isPositive();
    Await.until(() -> numbers.lowest() == 61, numbers::lowest);
  }

  /// Another process does not know which numbers of a dead one can still come.
  @Test
  void letsAnyNumberOfADeadAgentCome() {
    Frame frame = frame(1);
    for (int i = 0; i < 5; i++) {
      frame.number(numbers.next());
    }
    ByteBuffer written = new FrameRecord().encode(frame);
    Frame again = new FrameRecord().decode(written).orElseThrow();
    assertThat(again.number().sequence()).isEqualTo(5);
    assertThat(again.number().numbers().lowest()).isEqualTo(1);
  }

  /// Under pressure later frames reach the disk before earlier ones, which are under way.
  @Test
  void letsEarlierNumbersOfADeadAgentComeAfterItsFirstIsSettled() {
    ByteBuffer first = new FrameRecord().encode(numbered(1));
    numbers.next();
    ByteBuffer third = new FrameRecord().encode(numbered(3));
    var records = new FrameRecord();
    records.decode(first).orElseThrow().number().settle();
    Frame later = records.decode(third).orElseThrow();
    assertThat(later.number().sequence()).isEqualTo(3);
    assertThat(later.number().numbers().lowest()).as("2 was never read").isEqualTo(1);
  }

  private Frame numbered(int number) {
    Frame frame = frame(number);
    frame.number(numbers.next());
    return frame;
  }

  @Test
  void readsNothingOfAnotherVersion() {
    ByteBuffer written = new FrameRecord().encode(frame(1));
    written.put(0, (byte) 9);
    assertThat(new FrameRecord().decode(written)).isEmpty();
    assertThat(new FrameRecord().decode(ByteBuffer.allocate(3))).isEmpty();
  }
}
