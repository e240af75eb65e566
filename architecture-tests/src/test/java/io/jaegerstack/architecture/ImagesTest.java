package io.jaegerstack.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A `Dockerfile` and `build/images.sh` make the same image: the same Java modules and the same
/// flags.
class ImagesTest {
  private static final String MODULES = "MODULES=";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "operator",
        "runtime-agent",
        "runtime-collector",
        "runtime-query",
        "runtime-all-in-one"
      })
  void aDockerfileLinksTheSameJavaAndPassesTheSameFlags(String module) throws IOException {
    String dockerfile = read(module + "/Dockerfile");
    assertThat(dockerfile).contains("--add-modules " + modules() + " ").contains("-jar", module);
    assertThat(flags()).isNotEmpty().allMatch(flag -> dockerfile.contains("\"" + flag + "\""));
  }

  @Test
  void anImageNeverRunsAsRoot() throws IOException {
    assertThat(read("build/image/components.sh")).contains("User: \"65532:65532\"");
    assertThat(read("runtime-agent/Dockerfile")).contains("USER 65532:65532");
  }

  private static String modules() throws IOException {
    return read("build/images.sh")
        .lines()
        .filter(line -> line.startsWith(MODULES))
        .findFirst()
        .orElseThrow()
        .substring(MODULES.length());
  }

  /// Flags of every component that do not name a file which only `build/images.sh` lays out.
  private static List<String> flags() throws IOException {
    return read("build/image/components.sh")
        .lines()
        .filter(line -> line.matches("-(X|-).*"))
        .filter(line -> !line.contains("$") && !line.contains("/app"))
        .toList();
  }

  private static String read(String file) throws IOException {
    return Files.readString(Repository.ROOT.resolve(file));
  }
}
