package io.jaegerstack.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is written is JSON, and reads as what it was.
class JsonBytesTest {
  private static String written(byte[] source) {
    byte[] json = new JsonBytes(1).ascii('"').text(source, 0, source.length).ascii('"').toArray();
    return new String(json, StandardCharsets.UTF_8);
  }

  private static String read(String json) throws IOException {
    try (JsonParser in = Json.FACTORY.createParser(json)) {
      in.nextToken();
      return in.getText();
    }
  }

  @Test
  void everyCharacterReadsAsItself() throws IOException {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        continue;
      }
      String text = "seven77" + Character.toString(c) + "and a tail";
      String json = written(text.getBytes(StandardCharsets.UTF_8));
      assertThat(read(json)).isEqualTo(text);
    }
  }

  @Test
  void randomBytesReadAsUtf8WithReplacements() throws IOException {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      byte[] source = new byte[random.nextInt(40)];
      random.nextBytes(source);
      assertThat(read(written(source)))
          .as("seed %d, round %d", seed, i)
          .isEqualTo(new String(source, StandardCharsets.UTF_8));
    }
  }

  private static String text(JsonBytes json) {
    return new String(json.toArray(), StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        7,
        -1,
        10,
        99,
        100,
        999_999_999_999_999_999L,
        1_000_000_000_000_000_000L,
        Long.MAX_VALUE,
        Long.MIN_VALUE
      })
  void numbersReadAsThemselves(long number) {
    assertThat(text(new JsonBytes(1).number(number))).isEqualTo(Long.toString(number));
  }

  @Test
  void idsHaveAllTheirDigits() {
    assertThat(text(new JsonBytes(1).hex(0x0abcdef012345678L))).isEqualTo("0abcdef012345678");
    assertThat(text(new JsonBytes(1).hex(new byte[] {0, -1, 0x1f}, 1, 2))).isEqualTo("ff1f");
  }
}
