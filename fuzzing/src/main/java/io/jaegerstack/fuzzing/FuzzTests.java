package io.jaegerstack.fuzzing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// Fuzz targets as JUnit tests, one for each.
/// - `-Dfuzz.inputs=N`: inputs for each target, beside its corpus
/// - `-Dseed=N`: other inputs; a failure prints the seed that it came with
/// - `-Dfuzz.grow=true`: adds to the corpus an input, as small as can be, for each way through a
///   decoder that the corpus has not met
public final class FuzzTests {
  private static final long INPUTS = Long.getLong("fuzz.inputs", 15_000);
  private static final long SEED = Long.getLong("seed", 20_261_122);
  private static final Path FINDINGS = Path.of("target", "fuzz-findings");

  /// A test for each target.
  public static Stream<DynamicTest> of(List<FuzzTarget<?>> targets) {
    return targets.stream()
        .map(target -> DynamicTest.dynamicTest(target.name(), () -> run(target)));
  }

  private static <T> void run(FuzzTarget<T> target) throws InterruptedException {
    var corpus = Corpus.read(Corpus.file(target));
    try {
      FuzzRun.Report report = new FuzzRun<>(target, corpus).run(INPUTS, SEED, FuzzRun.PATIENCE);
      System.out.println(report.line());
      if (Boolean.getBoolean("fuzz.grow")) {
        grow(target, corpus, report.words());
      }
    } catch (Finding finding) {
      throw told(target, finding);
    }
  }

  private static Finding told(FuzzTarget<?> target, Finding finding) {
    String hex = HexFormat.of().formatHex(finding.input());
    String what =
        "%s %s on %d bytes (-Dseed=%d), kept in %s: %s"
            .formatted(
                target.name(),
                finding.getMessage(),
                finding.input().length,
                SEED,
                kept(target, finding),
                hex.length() <= 400 ? hex : hex.substring(0, 400) + "…");
    return new Finding(finding.kind(), what, finding.input(), finding.getCause());
  }

  private static Path kept(FuzzTarget<?> target, Finding finding) {
    Path file = FINDINGS.resolve(target.slug() + "-" + finding.kind() + ".txt");
    try {
      Files.createDirectories(FINDINGS);
      Files.writeString(file, Corpus.text(finding.input()) + "\n");
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> void grow(
      FuzzTarget<T> target, Map<String, byte[]> corpus, Map<String, byte[]> ways) {
    var judge = new Judge<>(target);
    var known = new ArrayList<String>();
    corpus.values().forEach(input -> known.add(judge.verdict(input)));
    var grown = new TreeMap<String, byte[]>();
    ways.forEach(
        (way, input) -> {
          if (!known.contains(way) && !way.equals(Judge.READ) && !corpus.containsKey(way)) {
            Predicate<byte[]> same = smaller -> judge.verdict(smaller).equals(way);
            grown.put(way, Smaller.of(input, same));
          }
        });
    var all = new LinkedHashMap<>(corpus);
    all.putAll(grown);
    Corpus.write(Corpus.file(target), all);
    System.out.printf(
        "fuzz %s: %d inputs added to %s%n", target.name(), grown.size(), Corpus.file(target));
  }

  private FuzzTests() {}
}
