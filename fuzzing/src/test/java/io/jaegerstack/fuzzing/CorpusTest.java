package io.jaegerstack.fuzzing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {
  @TempDir Path folder;

  @Test
  void everyByteComesBack() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    Path file = folder.resolve("all.txt");
    Corpus.write(file, Map.of("every-byte", all));
    assertThat(Corpus.read(file)).containsOnlyKeys("every-byte");
    assertThat(Corpus.read(file).get("every-byte")).isEqualTo(all);
  }

  @Test
  void textStaysReadable() {
    assertThat(Corpus.text("{\"a\\b\": 1}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("{\"a\\x5cb\":\\x201}");
  }

  @Test
  void aNameMeansOneInput() throws Exception {
    Path file = folder.resolve("twice.txt");
    Files.writeString(file, "# remark\n\na: x\na: y\n");
    assertThatThrownBy(() -> Corpus.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"a: y\", expected a new name");
  }
}
