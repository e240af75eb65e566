package io.jaegerstack.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jaegerstack.query.FakeStorage;
import io.jaegerstack.query.RunningQuery;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OtlpTransformTest {
  private static final String FIRST = "5b8efff798038103d269b633813fc60c";
  private static final String SECOND = "0000000000000000eee19b7ec3c1b174";

  private RunningQuery query;

  @BeforeEach
  void start() throws IOException {
    query = new RunningQuery(new FakeStorage());
  }

  @AfterEach
  void stop() {
    query.close();
  }

  @Test
  void givesBackOtlpAsTheUiReadsTraces() throws Exception {
    var answer =
        query.post(
            "/api/transform",
            request(span(FIRST, 1, ""), span(SECOND, 2, ""), span(FIRST, 3, "0000000000000001")));

    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode json = new ObjectMapper().readTree(answer.body());
    assertThat(json.path("errors").isNull()).isTrue();
    JsonNode traces = json.path("data");
    assertThat(traces).hasSize(2);
    assertThat(traces.get(0).path("traceID").asText()).isEqualTo(FIRST);
    assertThat(traces.get(1).path("traceID").asText()).isEqualTo("eee19b7ec3c1b174");
    JsonNode spans = traces.get(0).path("spans");
    assertThat(spans).hasSize(2);
    JsonNode child = spans.get(1);
    assertThat(child.path("operationName").asText()).isEqualTo("GET /cart");
    assertThat(child.path("startTime").asLong()).isEqualTo(1_700_000_000_000_000L);
    assertThat(child.path("duration").asLong()).isEqualTo(1_500);
    assertThat(child.path("references").get(0).path("spanID").asText())
        .isEqualTo("0000000000000001");
    assertThat(child.path("tags").findValuesAsText("key")).contains("http.method", "span.kind");
    JsonNode process = traces.get(0).path("processes").path(child.path("processID").asText());
    assertThat(process.path("serviceName").asText()).isEqualTo("shop");
  }

  @Test
  void givesBackNothingForNothing() throws Exception {
    var answer = query.post("/api/transform", "{}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo("{\"data\":[],\"total\":0,\"limit\":0,\"offset\":0,\"errors\":null}");
  }

  @Test
  void saysWhatIsWrongWithABodyThatIsNoOtlp() throws Exception {
    for (String body : new String[] {"", "[]", "{\"resourceSpans\":7}", "{\"resourceSpans\":["}) {
      var answer = query.post("/api/transform", body);

      assertThat(answer.statusCode()).as(body).isEqualTo(400);
      assertThat(answer.body()).contains("cannot unmarshal OTLP: ");
    }
  }

  @Test
  void keepsWithinTheRoomForAnswers() throws Exception {
    String[] spans =
        IntStream.rangeClosed(1, 1_000).mapToObj(i -> span(FIRST, i, "")).toArray(String[]::new);
    String body = request(spans);
    try (var small =
        new RunningQuery(new FakeStorage(), 1 << 20, Duration.ZERO, Duration.ofSeconds(30))) {
      var answer = small.post("/api/transform", body);

      assertThat(answer.statusCode()).isEqualTo(422);
      assertThat(answer.body())
          .contains("the request of %d bytes takes".formatted(body.length()), "at most the 1 MiB");
    }
  }

  private static String request(String... spans) {
    return """
    {"resourceSpans":[{"resource":{"attributes":[
    {"key":"service.name","value":{"stringValue":"shop"}}]},"scopeSpans":[{"spans":[%s]}]}]}
    """
        .formatted(String.join(",", spans));
  }

  private static String span(String trace, int id, String parent) {
    return """
    {"traceId":"%s","spanId":"%016x","parentSpanId":"%s","name":"GET /cart","kind":2,
    "startTimeUnixNano":"1700000000000000000","endTimeUnixNano":"1700000000001500000",
    "attributes":[{"key":"http.method","value":{"stringValue":"GET"}}]}
    """
        .formatted(trace, id, parent);
  }
}
