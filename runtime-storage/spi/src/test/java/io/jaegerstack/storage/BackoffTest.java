package io.jaegerstack.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void growsFromTheFirstWaitToTheLongestAndStaysThere() {
    var backoff = new Backoff(new Random(1));
    for (long ceiling : new long[] {100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000}) {
      assertThat(backoff.next().toMillis()).isBetween(ceiling / 2, ceiling);
    }
  }

  @Test
  void isNotTheSameForEveryone() {
    var random = new Random(1);
    assertThat(new Backoff(random).next()).isNotEqualTo(new Backoff(random).next());
  }
}
