package io.jaegerstack.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.http.HttpWatch.Refusal;
import io.jaegerstack.settings.HostPort;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Calls that go on and on, though there is always some progress. They end, and so does their
/// connection.
@Timeout(60)
class LongCallsTest {
  private static final Duration STALL = Duration.ofMillis(150);
  private static final Duration LONG = Duration.ofSeconds(20);

  private final CountDownLatch letGo = new CountDownLatch(1);
  private final RefusalCounts counts = new RefusalCounts();
  private final EventLoops loops = EventLoops.of(2);
  private HttpServer server;

  @AfterEach
  void stop() {
    letGo.countDown();
    server.stop(Deadline.after(Duration.ofSeconds(10)));
    loops.stop(Deadline.after(Duration.ofSeconds(10)));
  }

  @Test
  void endWhereTheCallerReadsJustEnoughToNeverStall() throws Exception {
    start(STALL, STALL.multipliedBy(6));
    try (var raw = new RawHttp(server.port())) {
      raw.send("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n");
      while (counts.count(Refusal.LONG_CALL) == 0) {
        raw.read(1_000_000);
      }
    }
    assertThat(counts.count(Refusal.SLOW_READER)).isZero();
  }

  @Test
  void endWhereTheHandlerHasNoAnswer() throws Exception {
    start(LONG, STALL);
    try (var raw = new RawHttp(server.port())) {
      assertThat(raw.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n").readAll()).isEmpty();
    }
    assertThat(counts.count(Refusal.LONG_CALL)).isEqualTo(1);
  }

  private void start(Duration stall, Duration call) throws IOException {
    var routes =
        Routes.builder()
            .get(
                "/wait",
                asked -> {
                  letGo.await();
                  return HttpAnswer.empty(204);
                })
            .get("/endless", asked -> HttpAnswer.stream(200, "text/plain", LongCallsTest::endless))
            .build();
    var limits = HttpLimits.small().withTimes(LONG, LONG, LONG, stall).withCallTime(call);
    server =
        HttpServer.of(
            "test", loops, HostPort.loopback(0), limits, routes, ErrorFormat.JSON, counts);
    server.start();
  }

  private static void endless(OutputStream out) throws IOException {
    while (true) {
      out.write(new byte[64 * 1024]);
    }
  }
}
