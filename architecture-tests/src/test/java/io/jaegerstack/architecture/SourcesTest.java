package io.jaegerstack.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Habits that only sources show.
class SourcesTest {
  /// Longest source file, lines: beyond that a class is more than one idea.
  private static final int LONGEST_FILE = 400;

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  @Test
  void noFileIsLongerThanOneCanHoldInMind() throws IOException {
    assertThat(javaSources().filter(file -> lines(file).size() > LONGEST_FILE)).isEmpty();
  }

  @Test
  void thereAreSourcesToLookAt() throws IOException {
    assertThat(javaSources().count()).isGreaterThan(100);
  }

  @Test
  void nothingInMainCodeIsLeftForLater() throws IOException {
    assertThat(
            javaSources()
                .filter(file -> file.toString().contains("/src/main/"))
                .filter(file -> lines(file).stream().anyMatch(SourcesTest::putsOff)))
        .isEmpty();
  }

  /// `build/changelog.sh` gathers them at a release, when nobody remembers what was meant.
  @Test
  void everyChangelogFragmentNamesItsKindAndModule() throws IOException {
    try (var fragments = Files.list(ROOT.resolve("changes"))) {
      assertThat(fragments.filter(file -> !file.endsWith("README.md")))
          .allSatisfy(
              file ->
                  assertThat(lines(file).getFirst())
                      .as(file.toString())
                      .matches("(added|changed|fixed|removed) [a-z-]+(, [a-z-]+)*: .+"));
    }
  }

  private static boolean putsOff(String line) {
    return line.contains("TODO") || line.contains("FIXME") || line.contains("not implemented yet");
  }

  private static Stream<Path> javaSources() throws IOException {
    return Files.walk(ROOT)
        .filter(file -> file.toString().endsWith(".java"))
        .filter(file -> !file.toString().contains("/target/"))
        .filter(file -> !file.toString().contains("/node_modules/"));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
