package io.jaegerstack.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class InternTableTest {
  private final InternTable table = new InternTable();

  @Test
  void theSameBytesGiveTheSameKey() {
    assertThat(intern("http.method")).isSameAs(intern("http.method"));
    assertThat(intern("")).hasToString("");
  }

  @Test
  void staysCorrectWhenFarMoreNamesComeThanItHolds() {
    for (int i = 0; i < 100_000; i++) {
      assertThat(intern("name-" + i).text()).isEqualTo("name-" + i);
    }
  }

  @Test
  void newNamesAreKeptEvenAfterManyOthers() {
    for (int i = 0; i < 100_000; i++) {
      intern("old-" + i);
    }
    assertThat(intern("new")).isSameAs(intern("new"));
  }

  @Test
  void longBytesAreNeverKept() {
    String text = "x".repeat(1000);
    assertThat(intern(text)).isEqualTo(intern(text)).isNotSameAs(intern(text));
  }

  private Key intern(String text) {
    byte[] bytes = ("--" + text).getBytes(StandardCharsets.UTF_8);
    return table.intern(bytes, 2, bytes.length - 2);
  }
}
