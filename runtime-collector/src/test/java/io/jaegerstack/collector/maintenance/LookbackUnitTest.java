package io.jaegerstack.collector.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookbackUnitTest {
  private static final Instant NOW = Instant.parse("2026-03-31T10:20:30.456Z");

  @ParameterizedTest
  @CsvSource({
    "seconds, 30, 2026-03-31T10:20:00Z",
    "minutes, 20, 2026-03-31T10:00:00Z",
    "hours, 10, 2026-03-31T00:00:00Z",
    "days, 1, 2026-03-31T00:00:00Z",
    "days, 7, 2026-03-25T00:00:00Z",
    "weeks, 2, 2026-03-18T00:00:00Z",
    "months, 1, 2026-02-28T00:00:00Z",
    "years, 1, 2025-03-31T00:00:00Z"
  })
  void beginsWhereJaegersDoes(String unit, int count, Instant expected) {
    assertThat(LookbackUnit.of(unit).start(NOW, count)).isEqualTo(expected);
  }

  @Test
  void oneDayIsToday() {
    Instant today = Instant.parse("2026-03-31T00:00:00Z");
    assertThat(LookbackUnit.DAYS.start(today, 1)).isEqualTo(today);
    assertThat(LookbackUnit.DAYS.start(today.minusMillis(1), 1)).isBefore(today);
  }
}
