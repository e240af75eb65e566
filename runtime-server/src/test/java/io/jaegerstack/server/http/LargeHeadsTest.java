package io.jaegerstack.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.EventLoops;
import io.jaegerstack.server.http.HttpWatch.Refusal;
import io.jaegerstack.settings.ByteSize;
import io.jaegerstack.settings.HostPort;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Heads cost memory as bodies do, and headers more than their bytes.
@Timeout(60)
class LargeHeadsTest {
  private static final long ROOM = 100_000;

  private final RefusalCounts counts = new RefusalCounts();
  private final EventLoops loops = EventLoops.of(2);
  private final HttpServer server = server();

  private HttpServer server() {
    var most = ByteSize.kib(64);
    var routes =
        Routes.builder()
            .post("/size", call -> HttpAnswer.text(200, "text/plain", "" + call.body().length))
            .build();
    return HttpServer.of(
        "test",
        loops,
        HostPort.loopback(0),
        HttpLimits.bodies(most, most, ByteSize.bytes(ROOM)),
        routes,
        ErrorFormat.JSON,
        counts);
  }

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(Deadline.after(Duration.ofSeconds(10)));
    loops.stop(Deadline.after(Duration.ofSeconds(10)));
    assertThat(server.bodiesBytes()).isZero();
  }

  private static String head(int headers, String value) {
    return "POST /size HTTP/1.1\r\nContent-Length: 10\r\nConnection: close\r\n"
        + "X: %s\r\n".formatted(value).repeat(headers - 2)
        + "\r\n";
  }

  @Test
  void haveAsManyHeadersAsAnyoneNeeds() throws IOException {
    String most = head(FewHeaders.MOST, "y") + "a".repeat(10);
    assertThat(RawHttp.once(server.port(), most)).startsWith("HTTP/1.1 200");
    assertThat(RawHttp.once(server.port(), head(FewHeaders.MOST + 1, "y")))
        .startsWith("HTTP/1.1 431");
    assertThat(counts.count(Refusal.HEAD_TOO_LARGE)).isEqualTo(1);
  }

  @Test
  void waitForTheirBodiesInTheRoomOfBodies() throws IOException {
    String head = head(120, "y".repeat(100));
    var waiting = new ArrayList<RawHttp>();
    try {
      while (counts.count(Refusal.TOO_MANY_BODIES) == 0) {
        waiting.add(new RawHttp(server.port()).send(head));
        assertThat(waiting).hasSizeLessThan(1_000);
      }
      assertThat(server.bodiesBytes()).isBetween(ROOM / 2, ROOM);
    } finally {
      for (RawHttp connection : waiting) {
        connection.close();
      }
    }
    counts.awaitNoneReserved(server);
  }
}
