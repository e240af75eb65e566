package io.jaegerstack.storage;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next try: twice as long each time up to a ceiling, and a random part
/// of that, so that collectors do not come back together.
public final class Backoff {
  static final Duration FIRST = Duration.ofMillis(100);
  static final Duration LONGEST = Duration.ofSeconds(10);

  private final RandomGenerator random;
  private Duration ceiling = FIRST;

  public Backoff(RandomGenerator random) {
    this.random = random;
  }

  /// The next wait: from half the ceiling to all of it.
  public Duration next() {
    long most = ceiling.toMillis();
    ceiling = ceiling.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : ceiling.multipliedBy(2);
    return Duration.ofMillis(most / 2 + random.nextLong(most / 2 + 1));
  }
}
