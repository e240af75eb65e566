package io.jaegerstack.agent.spill;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The model test has teeth: a log that has one of these mistakes fails it, soon.
class PlantedBugsTest {
  private static final int RUNS = 5_000;

  @ParameterizedTest
  @EnumSource(PlantedBugs.class)
  void turnsTheModelRed(PlantedBugs bug) {
    assertThat(firstRedSeed(bug)).as("seed of %s runs that found %s", RUNS, bug).isPositive();
  }

  private static long firstRedSeed(PlantedBugs bug) {
    for (long seed = 1; seed <= RUNS; seed++) {
      try {
        new SpillModel(seed, bug.variant()).run();
      } catch (AssertionError found) {
        return seed;
      }
    }
    return 0;
  }
}
