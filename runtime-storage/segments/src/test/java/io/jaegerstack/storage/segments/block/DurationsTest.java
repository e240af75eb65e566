package io.jaegerstack.storage.segments.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DurationsTest {
  /// Of five milliseconds, as blocks had it that kept six bits of each.
  private static final int COARSE_FIVE = 7 << 6 | 14;

  private static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  private static Durations from(long nanos) {
    return new Durations(nanos, Long.MAX_VALUE);
  }

  @Test
  void areNeverOutOfOrder() {
    int before = Durations.number(Long.MIN_VALUE);
    for (long nanos = 1; nanos > 0 && nanos < Long.MAX_VALUE / 2; nanos += 1 + nanos / 700) {
      assertThat(Durations.number(nanos)).isBetween(before, (int) Character.MAX_VALUE);
      before = Durations.number(nanos);
    }
    assertThat(Durations.number(Long.MAX_VALUE)).isBetween(before, (int) Character.MAX_VALUE);
  }

  @Test
  void leaveOutWhatIsAFivehundredthShorter() {
    Durations wanted = from(millis(100));
    assertThat(wanted.mayHave(Durations.number(millis(100)))).isTrue();
    assertThat(wanted.mayHave(Durations.number(millis(100) - millis(100) / 500))).isFalse();
    assertThat(wanted.mayReach(Durations.number(millis(100) - millis(100) / 500))).isFalse();
  }

  @Test
  void leaveOutWhatIsAFivehundredthLonger() {
    var wanted = new Durations(Long.MIN_VALUE, millis(100));
    assertThat(wanted.mayHave(Durations.number(millis(100)))).isTrue();
    assertThat(wanted.mayHave(Durations.number(millis(100) + millis(100) / 500))).isFalse();
  }

  @Test
  void readCoarserNumbersOfEarlierBlocks() {
    assertThat(from(millis(5)).mayHave(COARSE_FIVE)).isTrue();
    assertThat(from(millis(5)).mayReach(COARSE_FIVE)).isTrue();
    assertThat(from(millis(6)).mayHave(COARSE_FIVE)).isFalse();
    assertThat(from(millis(6)).mayReach(COARSE_FIVE)).isFalse();
    assertThat(new Durations(Long.MIN_VALUE, millis(4)).mayHave(COARSE_FIVE)).isFalse();
  }
}
