package io.jaegerstack.query.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.Process;
import io.jaegerstack.model.Tag;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostKeyTest {
  @Test
  void takesAddressInEveryFormThatClientsSend() {
    assertThat(host(Tag.of("ip", "1.2.3.4"))).isEqualTo("1.2.3.4");
    assertThat(host(Tag.of("ip", 0x01020304L))).isEqualTo("1.2.3.4");
    assertThat(host(Tag.of("ip", bytes("01020304")))).isEqualTo("1.2.3.4");
    assertThat(host(Tag.of("ip", bytes("00000000000000000000ffff01020304")))).isEqualTo("1.2.3.4");
    assertThat(host(Tag.of("ip", bytes("fe800000000000000000000000000001")))).startsWith("fe80:");
  }

  @Test
  void isEmptyForAnythingElse() {
    assertThat(host(Tag.of("ipv4", "1.2.3.4"))).isEmpty();
    assertThat(host(Tag.of("ip", bytes("0102030405")))).isEmpty();
    assertThat(host(Tag.of("ip", 123.4))).isEmpty();
    assertThat(host(Tag.of("ip", true))).isEmpty();
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static String host(Tag tag) {
    return HostKey.of(new Process("service", List.of(tag)));
  }
}
