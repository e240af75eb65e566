package io.jaegerstack.query.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DurationTextTest {
  @Test
  void printsAsGoDoes() {
    assertThat(DurationText.of(0)).isEqualTo("0s");
    assertThat(DurationText.of(1)).isEqualTo("1ns");
    assertThat(DurationText.of(1_100)).isEqualTo("1.1µs");
    assertThat(DurationText.of(2_200_000)).isEqualTo("2.2ms");
    assertThat(DurationText.of(3_300_000_000L)).isEqualTo("3.3s");
    assertThat(DurationText.of(245_000_000_000L)).isEqualTo("4m5s");
    assertThat(DurationText.of(3_600_000_000_000L)).isEqualTo("1h0m0s");
    assertThat(DurationText.of(Long.MAX_VALUE)).isEqualTo("2562047h47m16.854775807s");
    assertThat(DurationText.of(-35_000_000)).isEqualTo("-35ms");
  }
}
