package io.jaegerstack.collector.receiver.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.collector.receiver.relay.SeenFrames.Seen;
import io.jaegerstack.wire.relay.Codec;
import io.jaegerstack.wire.relay.FrameHeader;
import io.jaegerstack.wire.relay.Generation;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is remembered of frames, and how much of it at most.
class SeenFramesTest {
  private static final ReceiptOutbox OUTBOX = outbox();

  private final Generation agent = new Generation(1, 1);
  private long now;
  private final SeenFrames seen = new SeenFrames(3, SeenFrames.RANGES, () -> now);

  @Test
  void aFrameIsTakenOnceAndThenInWorkAndThenSettled() {
    assertThat(come(1, 1, 7)).isEqualTo(Seen.NEVER);
    assertThat(come(1, 1, 8)).isEqualTo(Seen.IN_WORK);
    assertThat(seen.settled(header(agent, 1, 1))).extracting(OpenFrame::id).containsExactly(7, 8);
    assertThat(come(1, 1, 9)).isEqualTo(Seen.SETTLED);
  }

  @Test
  void aFrameThatWasGivenBackIsTakenAgain() {
    come(1, 1, 7);
    come(1, 1, 8);
    assertThat(seen.givenBack(header(agent, 1, 1))).extracting(OpenFrame::id).containsExactly(7, 8);
    assertThat(come(1, 1, 9)).isEqualTo(Seen.NEVER);
  }

  @Test
  void generationsAreApart() {
    settle(1);
    assertThat(seen.come(header(new Generation(2, 1), 1, 1), open(1))).isEqualTo(Seen.NEVER);
  }

  @Test
  void whatCannotComeForTheFirstTimeAnyMoreIsSettled() {
    assertThat(come(9, 5, 1)).isEqualTo(Seen.NEVER);
    assertThat(come(4, 1, 2)).as("late, from a buffer that nobody read").isEqualTo(Seen.SETTLED);
    assertThat(come(5, 1, 3)).isEqualTo(Seen.NEVER);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void remembersExactlyWhatWasSettledInAnyOrder(long seed) {
    var random = new SplittableRandom(seed);
    Set<Long> settled = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      long number = 1 + random.nextInt(1_500);
      Seen expected = settled.contains(number) ? Seen.SETTLED : Seen.NEVER;
      assertThat(come(number, 1, 1)).as("number %d in step %d", number, i).isEqualTo(expected);
      if (expected == Seen.NEVER && random.nextBoolean()) {
        seen.settled(header(agent, number, 1));
        settled.add(number);
      } else {
        seen.givenBack(header(agent, number, 1));
      }
    }
  }

  @Test
  void ofTooManyGapsTheLowestNumbersAreForgotten() {
    for (long number = 1; number <= 2L * FrameNumbers.MOST_RANGES + 1; number += 2) {
      settle(number);
    }
    assertThat(come(1, 1, 1)).isEqualTo(Seen.NEVER);
    assertThat(come(3, 1, 1)).isEqualTo(Seen.SETTLED);
  }

  @Test
  void ofTooManyGenerationsThatUsedLongestAgoIsForgotten() {
    settle(1);
    for (int other = 2; other <= 4; other++) {
      var header = header(new Generation(other, 0), 1, 1);
      seen.come(header, open(1));
      seen.settled(header);
    }
    assertThat(seen.generations()).isEqualTo(3);
    assertThat(come(1, 1, 1)).isEqualTo(Seen.NEVER);
  }

  @Test
  void aGenerationWithWorkIsNotForgotten() {
    come(1, 1, 7);
    for (int other = 2; other <= 9; other++) {
      seen.come(header(new Generation(other, 0), 1, 1), open(1));
    }
    assertThat(come(1, 1, 8)).isEqualTo(Seen.IN_WORK);
  }

  @Test
  void generationsWithWorkDoNotKeepOthersFromBeingForgotten() {
    come(1, 1, 7);
    for (int other = 2; other <= 50; other++) {
      var header = header(new Generation(other, 0), 1, 1);
      seen.come(header, open(1));
      seen.settled(header);
    }
    assertThat(seen.generations()).isEqualTo(3);
    assertThat(come(1, 1, 8)).isEqualTo(Seen.IN_WORK);
  }

  @Test
  void rangesOfAllGenerationsAreBoundedTogether() {
    var few = new SeenFrames(100, 50, () -> now);
    for (int other = 1; other <= 10; other++) {
      for (long number = 1; number <= 20; number += 2) {
        var header = header(new Generation(other, 0), number, 1);
        few.come(header, open(1));
        few.settled(header);
      }
    }
    assertThat(few.generations()).as("of ten ranges each").isEqualTo(5);
    assertThat(few.come(header(new Generation(10, 0), 1, 1), open(1))).isEqualTo(Seen.SETTLED);
  }

  @Test
  void aGenerationIsForgottenAfterADay() {
    settle(1);
    now += Duration.ofHours(25).toNanos();
    seen.come(header(new Generation(2, 0), 1, 1), open(1));
    assertThat(seen.generations()).isEqualTo(1);
    assertThat(come(1, 1, 1)).isEqualTo(Seen.NEVER);
  }

  private Seen come(long number, long lowest, int id) {
    return seen.come(header(agent, number, lowest), open(id));
  }

  private void settle(long number) {
    come(number, 1, 1);
    seen.settled(header(agent, number, 1));
  }

  private static OpenFrame open(int id) {
    return new OpenFrame(OUTBOX, id, 1, 1);
  }

  private static FrameHeader header(Generation generation, long number, long lowest) {
    return new FrameHeader(1, generation, number, lowest, Codec.NONE, 0, 0, 0, 0, 0);
  }

  private static ReceiptOutbox outbox() {
    var channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    return new ReceiptOutbox(channel.pipeline().firstContext(), () -> {});
  }
}
