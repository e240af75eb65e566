package io.jaegerstack.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file system of a few mebibytes, in memory: what is full here is full for whoever writes.
/// Mounting one takes root; where that is not given the test is skipped, and with `-De2e=required`
/// it fails.
record SmallDisk(Path directory) implements AutoCloseable {
  static SmallDisk mounted(Path directory, int mebibytes) throws Exception {
    Files.createDirectories(directory);
    String size = "size=" + mebibytes + "m";
    String refusal = run("mount", "-t", "tmpfs", "-o", size, "tmpfs", directory.toString());
    String why = "no tmpfs can be mounted, which takes root: " + refusal;
    if ("required".equals(System.getProperty("e2e"))) {
      assertThat(refusal).as(why).isEmpty();
    }
    assumeTrue(refusal.isEmpty(), why);
    return new SmallDisk(directory);
  }

  /// What it complains of; empty where it did what it should.
  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    return code == 0 ? "" : said.strip() + " (" + code + ")";
  }

  /// Takes it away, also while somebody still uses it.
  @Override
  public void close() throws Exception {
    assertThat(run("umount", "--lazy", directory.toString())).isEmpty();
  }
}
