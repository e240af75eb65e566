package io.jaegerstack.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `THIRD-PARTY.txt` names every library of every image, in its very version, and its licence.
class ThirdPartyTest {
  private static final List<String> PROCESSES =
      List.of(
          "operator", "runtime-agent", "runtime-collector", "runtime-query", "runtime-all-in-one");

  @Test
  void everyLibraryOfAnImageIsNamed() throws IOException {
    List<String> notices = Files.readAllLines(Repository.ROOT.resolve("THIRD-PARTY.txt"));
    assertThat(libraries())
        .as("architecture-tests/README.md says how THIRD-PARTY.txt is written anew")
        .hasSizeGreaterThan(10)
        .allMatch(jar -> notices.stream().anyMatch(line -> names(line, jar)));
  }

  @Test
  void everyLibraryHasALicenceThatWeMayShip() throws IOException {
    assertThat(Files.readAllLines(Repository.ROOT.resolve("THIRD-PARTY.txt")))
        .filteredOn(line -> line.startsWith("     ("))
        .isNotEmpty()
        .allMatch(
            line ->
                line.matches(
                    "\\s+\\((Apache-2.0|MIT|BSD-[23]-Clause|EPL-2.0|CC0.*|Public Domain.*|BSD.*)\\).*"));
  }

  @Test
  void everyLibraryOfTheUiIsNamed() throws IOException {
    Path manifest = Repository.ROOT.resolve("runtime-query/src/main/ui/package.json");
    assertThat(new ObjectMapper().readTree(manifest.toFile()).path("dependencies").properties())
        .isNotEmpty()
        .extracting(Map.Entry::getKey)
        .allSatisfy(
            library ->
                assertThat(Repository.ROOT.resolve("NOTICE"))
                    .content()
                    .containsPattern("\\b" + library + "\\b"));
  }

  /// A line is `(licence) title (group:artifact:version - address)`, a jar
  /// `artifact-version[-classifier].jar`.
  private static boolean names(String line, String jar) {
    int open = line.lastIndexOf(" (");
    if (open < 0) {
      return false;
    }
    String[] coordinates = line.substring(open + 2).split(" - ", 2)[0].split(":");
    return coordinates.length >= 3 && jar.startsWith(coordinates[1] + "-" + coordinates[2]);
  }

  private static TreeSet<String> libraries() throws IOException {
    var names = new TreeSet<String>();
    for (String process : PROCESSES) {
      Path folder = Repository.ROOT.resolve(process).resolve("target/app/lib");
      if (!Files.isDirectory(folder)) {
        continue;
      }
      try (Stream<Path> jars = Files.list(folder)) {
        jars.map(jar -> jar.getFileName().toString())
            .filter(name -> !isOurs(name))
            .forEach(names::add);
      }
    }
    return names;
  }

  private static boolean isOurs(String jar) {
    return jar.matches("(runtime-[a-z-]+|storage-[a-z]+|crds|operator)-\\d.*");
  }
}
