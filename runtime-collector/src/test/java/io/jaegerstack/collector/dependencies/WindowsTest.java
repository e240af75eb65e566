package io.jaegerstack.collector.dependencies;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.collector.dependencies.Windows.Window;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WindowsTest {
  private static final Windows WINDOWS =
      new Windows(Duration.ofMinutes(5), Duration.ofMinutes(2), Duration.ofHours(1));

  private static Instant at(String time) {
    return Instant.parse("2026-03-10T" + time + "Z");
  }

  @Test
  void beginWithTheLastOneThatIsComplete() {
    assertThat(WINDOWS.first(at("12:06:59"))).isEqualTo(at("11:55:00"));
    assertThat(WINDOWS.first(at("12:07:00"))).isEqualTo(at("12:00:00"));
  }

  @Test
  void areDueADelayAfterTheirEnd() {
    assertThat(WINDOWS.next(at("12:00:00"), at("12:06:59"))).isEmpty();
    assertThat(WINDOWS.next(at("12:00:00"), at("12:07:00")))
        .contains(new Window(at("12:00:00"), at("12:05:00")));
  }

  @Test
  void endWhereOthersDoAfterTheIntervalHasChanged() {
    assertThat(WINDOWS.next(at("12:03:00"), at("13:00:00")))
        .contains(new Window(at("12:03:00"), at("12:05:00")));
  }

  @Test
  void areNotComputedBeforeWhatIsCaughtUpWith() {
    assertThat(WINDOWS.oldest(at("12:07:00"))).isEqualTo(at("11:05:00"));
  }
}
