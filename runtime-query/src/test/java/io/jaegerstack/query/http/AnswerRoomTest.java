package io.jaegerstack.query.http;

import static io.jaegerstack.query.Spans.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.Tag;
import io.jaegerstack.model.Trace;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.query.FakeStorage;
import io.jaegerstack.query.RunningQuery;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What callers are told where traces do not fit into the room for answers.
class AnswerRoomTest {
  private static final String SEARCH = "/api/traces?service=service";
  private static final Duration PATIENCE = Duration.ofMillis(50);
  private static final Duration HOLD = Duration.ofMillis(50);

  /// More than connections hold on their way to a caller that does not read.
  private static final int LARGE = 16 << 20;

  private static Trace trace(long id, int characters) {
    return new Trace(new TraceId(0, id), List.of(span(1, Tag.of("k", "x".repeat(characters)))));
  }

  private static RunningQuery running(FakeStorage storage, long bytes, Duration hold)
      throws IOException {
    return new RunningQuery(storage, bytes, PATIENCE, hold);
  }

  @Test
  void namesTheTraceThatIsTooLargeItsSpansAndTheLimit() throws Exception {
    var storage = new FakeStorage().with(trace(7, 3 << 20));
    try (var query = running(storage, 1 << 20, HOLD)) {
      for (String path : List.of(SEARCH, "/api/traces/7")) {
        var answer = query.get(path);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
            .contains(
                "trace 0000000000000007 with its 1 spans takes", "expected at most the 1 MiB");
      }
    }
  }

  @Test
  void answersTheOthersWhereOneIsTooLarge() throws Exception {
    var storage = new FakeStorage().with(trace(7, 3 << 20)).with(trace(8, 10)).with(trace(9, 10));
    try (var query = running(storage, 1 << 20, HOLD)) {
      var answer = query.get(SEARCH);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body())
          .contains("\"traceID\":\"0000000000000008\"", "\"traceID\":\"0000000000000009\"")
          .contains("\"errors\":[{\"code\":422,\"msg\":\"trace 0000000000000007 with its 1 spans");
    }
  }

  @Test
  void givesBackTheRoomOfAnAnswerWhoseBodyIsNotWanted() throws Exception {
    var storage = new FakeStorage().with(trace(7, 600_000));
    try (var query = running(storage, 1 << 20, Duration.ofMinutes(1));
        var client = HttpClient.newHttpClient()) {
      var head = HttpRequest.newBuilder(query.uri(SEARCH)).HEAD().build();
      for (int i = 0; i < 3; i++) {
        assertThat(client.send(head, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
      }

      assertThat(query.get(SEARCH).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void tellsCallersToComeBackWhileAnotherAnswerHasTheRoom() throws Exception {
    var storage = new FakeStorage().with(trace(7, LARGE));
    try (var query = running(storage, LARGE + LARGE / 2, Duration.ofMinutes(1));
        var slow = new Socket("127.0.0.1", query.query().httpPort())) {
      askWithoutReadingOn(slow);

      var refused = query.get(SEARCH);

      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(refused.body()).contains("other answers hold what is left of the 24 MiB");
      assertThat(refusals(query, "busy")).isOne();
    }
  }

  @Test
  void cutsOffASlowReaderSoThatOthersAreAnswered() throws Exception {
    var storage = new FakeStorage().with(trace(7, LARGE));
    try (var query = new RunningQuery(storage, LARGE + LARGE / 2, Duration.ofSeconds(20), HOLD);
        var slow = new Socket("127.0.0.1", query.query().httpPort())) {
      askWithoutReadingOn(slow);

      assertThat(query.get(SEARCH).statusCode()).isEqualTo(200);

      assertThat(refusals(query, "slow-reader")).isOne();
    }
  }

  /// Returns when the answer has begun, which is when its trace is in memory.
  private static void askWithoutReadingOn(Socket socket) throws IOException {
    String request = "GET " + SEARCH + " HTTP/1.1\r\nHost: query\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    assertThat(socket.getInputStream().read()).isEqualTo('H');
  }

  private static double refusals(RunningQuery query, String reason) {
    return query
        .registry()
        .get("jaegerstack.query.answers.refused")
        .tag("reason", reason)
        .counter()
        .count();
  }
}
