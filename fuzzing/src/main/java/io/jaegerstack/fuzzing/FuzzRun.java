package io.jaegerstack.fuzzing;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/// Inputs for one target: its corpus as it is, and others made from samples, corpus and what
/// refused in new words on the way.
final class FuzzRun<T> {
  /// An input that has not ended by then never will; the longest takes some milliseconds.
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration MAKING_SMALLER = Duration.ofSeconds(5);
  private static final int MOST_KEPT = 2_000;

  /// What a run came to.
  ///
  /// @param words new ways of a decoder that were met, each with an input
  record Report(
      String target,
      long inputs,
      long refused,
      double mostPerByte,
      double cpuSeconds,
      Map<String, byte[]> words) {
    String line() {
      return "fuzz %-34s %,10d inputs %,10d refused %5d ways %6.1f bytes per byte %6.1f CPU s"
          .formatted(target, inputs, refused, words.size(), mostPerByte, cpuSeconds);
    }
  }

  private final FuzzTarget<T> target;
  private final Judge<T> judge;
  private final Map<String, byte[]> words = new LinkedHashMap<>();
  private final List<byte[]> known;
  private final List<byte[]> good = new ArrayList<>();
  private final List<byte[]> odd = new ArrayList<>();

  FuzzRun(FuzzTarget<T> target, Map<String, byte[]> corpus) {
    this.target = target;
    this.judge = new Judge<>(target);
    this.known = Stream.concat(target.samples().stream(), corpus.values().stream()).toList();
  }

  /// Judges `inputs` inputs, which are the same ones for the same seed.
  ///
  /// @throws Finding where one is not stood, as small as it could be made
  Report run(long inputs, long seed, Duration patience) throws InterruptedException {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    var mutator = new Mutator(random, target.grammar(), good, odd);
    var seconds = new double[1];
    Watched.run(
        patience,
        watched -> {
          long before = cpuNanos();
          for (byte[] input : known) {
            (judge(input, watched).equals(Judge.READ) ? good : odd).add(input);
          }
          for (long i = 0; i < inputs; i++) {
            judge(mutator.next(), watched);
          }
          watched.end();
          seconds[0] = (cpuNanos() - before) / 1e9;
        });
    return new Report(
        target.name(), inputs, judge.refused(), judge.mostPerByte(), seconds[0], words);
  }

  private String judge(byte[] input, Watched watched) {
    watched.begin(input);
    try {
      String way = judge.verdict(input);
      if (words.size() < MOST_KEPT && words.putIfAbsent(way, input) == null) {
        odd.add(input);
      }
      return way;
    } catch (Finding finding) {
      throw smaller(finding, watched);
    }
  }

  private Finding smaller(Finding finding, Watched watched) {
    var smallest = new AtomicReference<>(finding);
    long deadline = System.nanoTime() + MAKING_SMALLER.toNanos();
    Smaller.of(
        finding.input(),
        input -> {
          watched.begin(input);
          if (System.nanoTime() > deadline) {
            return false;
          }
          try {
            new Judge<>(target).verdict(input);
            return false;
          } catch (Finding again) {
            boolean isSame = again.kind() == finding.kind();
            smallest.set(isSame ? again : smallest.get());
            return isSame;
          }
        });
    return smallest.get();
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
