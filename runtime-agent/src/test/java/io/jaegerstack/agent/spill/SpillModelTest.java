package io.jaegerstack.agent.spill;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/// Whatever the disk, the process and the machine do: what was acknowledged is there until it is
/// settled, whole and in order, and nothing else is.
class SpillModelTest {
  private static final int RUNS = Integer.getInteger("spill.runs", 20_000);

  @Test
  void holdsWhatItAcknowledged() {
    long first = Long.getLong("seed", System.nanoTime());
    int runs = Long.getLong("seed") == null ? RUNS : 1;
    for (long seed = first; seed < first + runs; seed++) {
      run(seed);
    }
  }

  /// Seeds that found a mistake, of ours or planted back, and which.
  @ParameterizedTest(name = "{0} {1}")
  @CsvFileSource(resources = "/spill-seeds.csv")
  void holdsWhereItOnceDidNot(long seed, String what) {
    run(seed);
  }

  private static void run(long seed) {
    var model = new SpillModel(seed, UnaryOperator.identity());
    try {
      model.run();
    } catch (Throwable failed) {
      throw new AssertionError("-Dseed=" + seed + " " + model, failed);
    }
  }
}
