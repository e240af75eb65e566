package io.jaegerstack.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `benchmarks/peers.sh` is not part of the build; that its scripts are whole is.
class BenchmarksTest {
  private static final Path BENCHMARKS = Repository.ROOT.resolve("benchmarks");

  @Test
  void theCommandNamesItsRowsAndTargets() throws Exception {
    assumeTrue(isThere("python3"), "no python3 on the PATH");

    assertThat(output("benchmarks/peers.sh", "--list"))
        .contains("agent-rates", "collector-saturated", "ours-relay", "collector76");
  }

  @Test
  void everyPeerIsAModuleWithChecksums() throws IOException {
    try (var peers = Files.list(BENCHMARKS.resolve("peers"))) {
      assertThat(peers.toList())
          .isNotEmpty()
          .allSatisfy(
              peer -> {
                assertThat(peer.resolve("go.mod")).isNotEmptyFile();
                assertThat(peer.resolve("go.sum")).isNotEmptyFile();
              });
    }
  }

  private static boolean isThere(String program) throws Exception {
    return new ProcessBuilder("sh", "-c", "command -v " + program)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  private static String output(String... command) throws Exception {
    var process =
        new ProcessBuilder(List.of(command))
            .directory(Repository.ROOT.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
