package io.jaegerstack.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.query.FakeStorage;
import io.jaegerstack.query.RunningQuery;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Archive and metrics, as Jaeger answers where it has no storage for them.
class AbsentStoragesTest {
  private RunningQuery query;

  @BeforeEach
  void start() throws IOException {
    query = new RunningQuery(new FakeStorage());
  }

  @AfterEach
  void stop() {
    query.close();
  }

  private static String failure(int code, String message) {
    return "{\"data\":null,\"total\":0,\"limit\":0,\"offset\":0,\"errors\":[{\"code\":%d,\"msg\":\"%s\"}]}"
        .formatted(code, message);
  }

  @Test
  void thereIsNoArchive() throws Exception {
    var answer = query.post("/api/archive/123456", "");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).isEqualTo(failure(500, "archive span storage was not configured"));
  }

  @Test
  void anIdIsCheckedBeforeTheArchiveIsMissed() throws Exception {
    assertThat(query.post("/api/archive/nothex", "").statusCode()).isEqualTo(400);
  }

  @Test
  void theArchiveIsWrittenToAndNotRead() throws Exception {
    assertThat(query.get("/api/archive/123456").statusCode()).isIn(404, 405);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "latencies?service=shop&quantile=0.95",
        "latencies?service=shop&service=till&quantile=.5&groupByOperation=true&spanKind=server",
        "calls?service=shop&endTs=1700000000000&lookback=3600000&step=5000&ratePer=600000",
        "errors?service=shop&spanKind=client&spanKind=producer",
        "minstep"
      })
  void metricsAreDisabled(String path) throws Exception {
    var answer = query.get("/api/metrics/" + path);

    assertThat(answer.statusCode()).isEqualTo(501);
    assertThat(answer.body()).isEqualTo(failure(501, "metrics querying is currently disabled"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "latencies?service=shop | 'quantile'",
        "latencies?service=shop&quantile=high | 'quantile'",
        "latencies?quantile=0.95 | 'service': please provide at least one service name",
        "calls | 'service': please provide at least one service name",
        "errors?service=shop&spanKind=waiter | 'spanKind'",
        "calls?service=shop&groupByOperation=maybe | 'groupByOperation'",
        "calls?service=shop&step=5s | 'step'",
        "calls?service=shop&endTs=now | 'endTs'",
      },
      quoteCharacter = '`')
  void aWrongQuestionAboutMetricsIsToldSo(String path, String parameter) throws Exception {
    var answer = query.get("/api/metrics/" + path);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("unable to parse param " + parameter);
  }
}
