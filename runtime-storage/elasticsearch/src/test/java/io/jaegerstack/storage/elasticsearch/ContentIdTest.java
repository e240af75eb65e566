package io.jaegerstack.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContentIdTest {
  private static String id(byte[] source) {
    byte[] id = new byte[ContentId.LENGTH];
    ContentId.write(source, 0, source.length, id, 0);
    return new String(id, StandardCharsets.US_ASCII);
  }

  private static String id(String text) {
    return id(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Ids are in users' indices: a change here makes retries across an update store twice.
  @Test
  void staysWhatItWas() {
    assertThat(id("{\"traceID\":\"0000000000000001\"}")).isEqualTo("AtGQuA-ye384JbRcshwE7A");
  }

  @Test
  void isBase64OfSixteenBytes() {
    assertThat(Base64.getUrlDecoder().decode(id("any"))).hasSize(16);
  }

  @Test
  void dependsOnEveryBit() {
    byte[] source = new byte[100];
    new Random(1).nextBytes(source);
    var ids = new HashSet<String>();
    ids.add(id(source));
    for (int bit = 0; bit < source.length * 8; bit++) {
      source[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(ids.add(id(source))).isTrue();
      source[bit / 8] ^= (byte) (1 << bit % 8);
    }
  }

  @Test
  void tellsLengthsApart() {
    var ids = new HashSet<String>();
    for (int length = 0; length < 1_000; length++) {
      assertThat(ids.add(id(new byte[length]))).isTrue();
    }
  }

  @Test
  void takesOnlyTheBytesItIsGiven() {
    byte[] source = "xxabcdefghijklyy".getBytes(StandardCharsets.US_ASCII);
    byte[] target = new byte[ContentId.LENGTH + 3];
    ContentId.write(source, 2, 14, target, 3);
    assertThat(new String(target, 3, ContentId.LENGTH, StandardCharsets.US_ASCII))
        .isEqualTo(id("abcdefghijkl"));
  }
}
