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
  void aDockerfileLinksTheSameJavaAndPassesTheSameFlags(String module) throws Exception {
    String dockerfile = read(module + "/Dockerfile");
    assertThat(dockerfile).contains("--add-modules " + modules() + " ").contains("-jar", module);
    assertThat(flags(module))
        .anyMatch(flag -> flag.startsWith("-XX:MaxRAMPercentage="))
        .anyMatch(flag -> flag.startsWith("-XX:MaxDirectMemorySize="))
        .allSatisfy(flag -> assertThat(dockerfile).contains("\"" + flag + "\""));
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

  /// A component's flags but those that name a file which only `build/images.sh` lays out.
  private static List<String> flags(String module) throws IOException, InterruptedException {
    var script = ". build/image/components.sh && component_jvm_args ";
    var process =
        new ProcessBuilder("bash", "-c", script + module.replaceFirst("^runtime-", ""))
            .directory(Repository.ROOT.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor()).as("components.sh for " + module).isZero();
    return lines.stream()
        .filter(line -> line.startsWith("-") && !line.equals("-jar") && !line.contains("/app"))
        .toList();
  }

  private static String read(String file) throws IOException {
    return Files.readString(Repository.ROOT.resolve(file));
  }
}
