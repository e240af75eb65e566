package io.jaegerstack.storage.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The bound in bytes keeps a process alive: shown in one with a heap that is little larger.
class SmallHeapTest {
  @Test
  void staysWithinASmallHeapFarPastItsBound() throws IOException, InterruptedException {
    Process filling =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx40m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                FarPastTheBound.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(filling.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(filling.waitFor()).as(said).isZero();
    assertThat(said).contains("wrote 300000 spans").contains("within bounds");
  }
}
