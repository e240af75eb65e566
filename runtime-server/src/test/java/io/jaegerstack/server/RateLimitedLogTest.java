package io.jaegerstack.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.server.logging.CapturedLog;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RateLimitedLogTest {
  private final AtomicLong now = new AtomicLong();
  private final RateLimitedLog log =
      new RateLimitedLog(LoggerFactory.getLogger("Limited"), Duration.ofNanos(100), now::get);

  @Test
  void logsOncePerIntervalAndSaysHowManyWereHeldBack() {
    try (var captured = CapturedLog.start()) {
      log.warn("packet malformed reason={}", "empty");
      log.warn("packet malformed reason={}", "short");
      now.set(99);
      log.warn("packet malformed reason={}", "short");
      now.set(100);
      log.warn("packet malformed reason={}", "long");
      assertThat(captured.lines())
          .hasSize(2)
          .satisfiesExactly(
              first ->
                  assertThat(first).endsWith("msg=\"packet malformed reason=empty suppressed=0\""),
              second ->
                  assertThat(second).endsWith("msg=\"packet malformed reason=long suppressed=2\""));
    }
  }
}
