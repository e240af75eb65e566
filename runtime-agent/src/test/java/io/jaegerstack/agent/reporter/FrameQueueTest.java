package io.jaegerstack.agent.reporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.agent.Await;
import io.jaegerstack.agent.Packets;
import io.jaegerstack.agent.chunk.Chunk;
import io.jaegerstack.agent.chunk.ChunkPool;
import io.jaegerstack.agent.spill.Spill;
import io.jaegerstack.wire.relay.Codec;
import io.jaegerstack.wire.relay.Generation;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FrameQueueTest {
  private final FrameQueue queue = new FrameQueue(1_000_000);
  private final FrameNumbers numbers = new FrameNumbers(Generation.random());

  @Test
  void holdsAFrameUntilItIsSettled() {
    Frame frame = frame(7);
    offer(queue, frame);
    assertThat(queue.poll(numbers::next)).isSameAs(frame);
    assertThat(queue.heldSpans()).isEqualTo(7);
    assertThat(queue.bytes()).isEqualTo(frame.retainedBytes());
    queue.settled(frame);
    assertThat(queue.heldSpans()).isZero();
    assertThat(queue.bytes()).isZero();
  }

  @Test
  void countsWhatWasSentForItsRoomToo() {
    Frame first = frame(10);
    var narrow = new FrameQueue(first.retainedBytes() * 2);
    assertThat(offer(narrow, first)).isTrue();
    narrow.poll(numbers::next);
    assertThat(offer(narrow, frame(10))).isTrue();
    assertThat(offer(narrow, frame(10))).isFalse();
    narrow.settled(first);
    assertThat(offer(narrow, frame(10))).isTrue();
  }

  @Test
  void takesAFrameOfAnySizeWhileThereIsNoOther() {
    var narrow = new FrameQueue(1);
    assertThat(offer(narrow, frame(10))).isTrue();
    assertThat(offer(narrow, frame(1))).isFalse();
  }

  @Test
  void takesNothingMoreOnceItIsClosed() {
    offer(queue, frame(1));
    queue.close();
    assertThat(offer(queue, frame(1))).isFalse();
    assertThat(queue.poll(numbers::next)).isNotNull();
  }

  @Test
  void putsFramesBackBeforeThoseThatWait() {
    Frame one = frame(1);
    Frame two = frame(2);
    offer(queue, one);
    offer(queue, two);
    offer(queue, frame(3));
    queue.poll(numbers::next);
    queue.poll(numbers::next);
    assertThat(queue.putBack(List.of(one, two))).isTrue();
    assertThat(queue.poll(numbers::next)).isSameAs(one);
    assertThat(queue.poll(numbers::next)).isSameAs(two);
  }

  @Test
  void leavesFramesToTheRelayUntilItIsTheSendersTurn() throws Exception {
    queue.sendersMayTake(false);
    offer(queue, frame(1));
    var taken = CompletableFuture.supplyAsync(this::take);
    assertThat(taken).isNotDone();
    queue.sendersMayTake(true);
    assertThat(taken.get(10, TimeUnit.SECONDS)).hasSize(1);
  }

  @Test
  void wakesNoSenderForAFrameThatIsNotForThem() throws Exception {
    queue.sendersMayTake(false);
    Thread sender = Thread.ofPlatform().start(this::take);
    Await.until(() -> sender.getState() == Thread.State.WAITING, sender::getState);
    long waits = waits(sender);
    for (int i = 0; i < 100; i++) {
      offer(queue, frame(1));
      queue.putBack(List.of(queue.poll(numbers::next)));
    }
    Await.until(() -> sender.getState() == Thread.State.WAITING, sender::getState);
    assertThat(waits(sender)).isEqualTo(waits);
    queue.sendersMayTake(true);
    sender.join();
  }

  private static long waits(Thread thread) {
    return ManagementFactory.getThreadMXBean().getThreadInfo(thread.threadId()).getWaitedCount();
  }

  /// A client that sends span by span fills a queue with frames that are hardly larger than what is
  /// known of them.
  @Test
  void countsWhatAFrameIsBesidesItsBody() {
    Frame frame = frame(1);
    offer(queue, frame);
    assertThat(queue.bytes()).isGreaterThanOrEqualTo(frame.body().length + 500);
  }

  @Test
  void endsForSendersOnceItIsGivenUp() throws Exception {
    offer(queue, frame(5));
    queue.close();
    assertThat(queue.giveUp()).singleElement().extracting(Frame::spans).isEqualTo(5);
    assertThat(CompletableFuture.supplyAsync(this::take).get(10, TimeUnit.SECONDS)).isEmpty();
    assertThat(queue.putBack(List.of(frame(1)))).isFalse();
  }

  @Test
  void settlesTheNumberOfAFrame() {
    Frame first = frame(1);
    first.number(numbers.next());
    numbers.next();
    assertThat(numbers.lowest()).isEqualTo(1);
    queue.settled(first);
    assertThat(numbers.lowest()).isEqualTo(2);
  }

  /// Whoever writes it to the disk meanwhile must know under which number it goes out.
  @Test
  void numbersAFrameOnceAndBeforeItIsUnderWay() {
    offer(queue, frame(1));
    Frame underWay = queue.poll(numbers::next);
    assertThat(underWay.number()).isEqualTo(new FrameNumber(numbers, 1));
    queue.putBack(List.of(underWay));
    assertThat(queue.poll(numbers::next).number()).isEqualTo(new FrameNumber(numbers, 1));
  }

  @Test
  void givesNoMemoryBackThatIsBeingWritten(@TempDir Path directory) {
    Spill spill = Spill.of(directory, 16 << 20, Duration.ofHours(1), new NoSpillEvents());
    queue.spillTo(new LeftFrames(spill.log()), () -> {});
    var pool = new ChunkPool(new byte[2], 1_000, 4);
    Frame frame = frame(pool.take(10));
    offer(queue, frame);
    List<Frame> due = queue.toKeep(System.nanoTime(), each -> {});
    assertThat(due).containsExactly(frame);
    queue.settled(queue.poll(numbers::next));
    assertThat(pool.take(10).bytes()).isNotSameAs(frame.body());
    frame.release();
    assertThat(pool.take(10).bytes()).isSameAs(frame.body());
  }

  private static Frame frame(Chunk chunk) {
    var tally = new FrameTally();
    tally.add(BatchFormat.JAEGER, 1, 0);
    return new Frame(chunk.bytes(), chunk.end(), Codec.NONE, chunk.end(), 0, 1, tally, chunk);
  }

  @Test
  void givesSendersWhatMakesOneRequestOfAllThatWaits() {
    Frame one = frame(4);
    Frame two = frame(5);
    Frame three = frame(2);
    List.of(one, two, three).forEach(frame -> offer(queue, frame));

    assertThat(take(10)).containsExactly(one, two);
    assertThat(take(1)).containsExactly(three);
  }

  @Test
  void tellsThatAFrameWaits() {
    var told = new AtomicInteger();
    queue.onFrame(told::incrementAndGet);
    offer(queue, frame(1));
    assertThat(told).hasValue(1);
  }

  private List<Frame> take() {
    return take(1);
  }

  private List<Frame> take(int mostSpans) {
    try {
      return queue.take(mostSpans);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private static boolean offer(FrameQueue queue, Frame frame) {
    return queue.offer(frame, () -> {});
  }

  private static Frame frame(int spans) {
    return TestFrames.bare(Packets.compact("shop", 1, spans));
  }
}
