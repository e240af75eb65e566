package io.jaegerstack.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jaegerstack.e2e.ExpectedTrace.ExpectedSpan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The judge of the end-to-end tests must see what is wrong.
class TraceComparisonTest {
  private static final ExpectedTrace EXPECTED =
      new ExpectedTrace(
          "1",
          "unary",
          List.of(
              new ExpectedSpan(
                  "client", "main", -1, Map.of("order", "a", "items", 3, "vip", true), 3, 0),
              new ExpectedSpan("server", "place", 0, Map.of(), 0, 1)));

  private static final String TRACE =
      """
      {"spans": [
        {"spanID": "1", "operationName": "main", "references": [], "processID": "p1", "logs": [], "tags": [
          {"key": "order", "value": "a"}, {"key": "items", "value": 3}, {"key": "vip", "value": true},
          {"key": "internal.span.format", "value": "jaeger"}]},
        {"spanID": "2", "operationName": "place", "references": [{"refType": "CHILD_OF", "spanID": "1"}],
         "processID": "p2", "logs": [{}], "tags": []}],
       "processes": {"p1": {"serviceName": "client"}, "p2": {"serviceName": "server"}}}
      """;

  @Test
  void agreesWithAnExactTrace() {
    assertThat(TraceComparison.differences(EXPECTED, json(TRACE))).isEmpty();
  }

  @Test
  void seesAMissingSpan() {
    String cut = TRACE.replaceAll("(?s),\\s*\\{\"spanID\": \"2\".*\"tags\": \\[]}]", "]");
    assertThat(TraceComparison.differences(EXPECTED, json(cut)))
        .singleElement()
        .asString()
        .startsWith("missing server/place below client/main");
  }

  @Test
  void seesASpanThatWasNotSent() {
    String more =
        TRACE.replace(
            "{\"spans\": [",
            "{\"spans\": [{\"spanID\": \"9\", \"operationName\": \"x\", \"processID\": \"p1\"},");
    assertThat(TraceComparison.differences(EXPECTED, json(more)))
        .singleElement()
        .asString()
        .startsWith("unexpected client/x");
  }

  @Test
  void seesAWrongParentTagTypeServiceAndLog() {
    for (String wrong :
        List.of(
            TRACE.replace(
                "\"references\": [{\"refType\": \"CHILD_OF\", \"spanID\": \"1\"}]",
                "\"references\": []"),
            TRACE.replace("CHILD_OF", "FOLLOWS_FROM"),
            TRACE.replace("\"value\": 3", "\"value\": \"3\""),
            TRACE.replace("\"serviceName\": \"server\"", "\"serviceName\": \"other\""),
            TRACE.replace("\"logs\": [{}]", "\"logs\": []"))) {
      assertThat(TraceComparison.differences(EXPECTED, json(wrong))).hasSize(2);
    }
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
