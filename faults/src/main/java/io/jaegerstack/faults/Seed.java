package io.jaegerstack.faults;

import java.util.SplittableRandom;

/// Where all chance of a scenario comes from. Printed when it is made, so that a failure can be
/// repeated with `-Dseed=`.
public record Seed(String scenario, long value) {
  /// Of `-Dseed=`, or a new one.
  public static Seed of(String scenario) {
    Long given = Long.getLong("seed");
    var seed = new Seed(scenario, given == null ? new SplittableRandom().nextLong() >>> 1 : given);
    System.out.println(seed);
    return seed;
  }

  public SplittableRandom random() {
    return new SplittableRandom(value);
  }

  /// What to type to have the same run again.
  @Override
  public String toString() {
    return scenario + ": -Dseed=" + value;
  }
}
