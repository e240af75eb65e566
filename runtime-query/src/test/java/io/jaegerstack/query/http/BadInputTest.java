package io.jaegerstack.query.http;

import static io.jaegerstack.query.Spans.span;
import static io.jaegerstack.query.Spans.trace;
import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.query.FakeStorage;
import io.jaegerstack.query.RunningQuery;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each call is wrong in one way; the answer names the parameter and what is expected of it.
class BadInputTest {
  private static RunningQuery query;

  @BeforeAll
  static void start() throws IOException {
    query = new RunningQuery(new FakeStorage().with(trace(span(1))));
  }

  @AfterAll
  static void stop() {
    query.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /api/traces                                        | parameter 'service' is required
          /api/traces?service=                               | parameter 'service' is required
          /api/operations                                    | parameter 'service' is required
          /api/traces?service=a&service=b                    | parameter 'service' is given 2 times, expected once
          /api/traces?service=a&limit=1000000000             | unable to parse param 'limit': found \\"1000000000\\", expected a whole number of traces from 0 to 1500
          /api/traces?service=a&limit=-1                     | unable to parse param 'limit': found \\"-1\\", expected a whole number of traces from 0 to 1500
          /api/traces?service=a&limit=many                   | unable to parse param 'limit': found \\"many\\", expected
          /api/traces?service=a&start=string                 | unable to parse param 'start': found \\"string\\", expected a whole number of microseconds since 1970
          /api/traces?service=a&start=-1                     | unable to parse param 'start': found \\"-1\\", expected
          /api/traces?service=a&end=9223372036854775807      | unable to parse param 'end': found \\"9223372036854775807\\", expected
          /api/traces?service=a&end=99999999999999999999     | unable to parse param 'end': found \\"99999999999999999999\\", expected
          /api/traces?service=a&start=2&end=1                | 'start' 1970-01-01T00:00:00.000002Z is after 'end' 1970-01-01T00:00:00.000001Z
          /api/traces?service=a&lookback=100y                | unable to parse param 'lookback': found \\"100y\\", expected an amount such as 5m, 2h, 2d or 4w, at most 3650d
          /api/traces?service=a&lookback=99999w              | unable to parse param 'lookback': found \\"99999w\\", expected
          /api/traces?service=a&minDuration=20               | unable to parse param 'minDuration': found \\"20\\", expected a duration such as 1.2s, 100ms or 500us
          /api/traces?service=a&maxDuration=-1s              | unable to parse param 'maxDuration': found \\"-1s\\", expected
          /api/traces?service=a&minDuration=2s&maxDuration=1s | 'maxDuration' should be greater than 'minDuration'
          /api/traces?service=a&tag=k                        | malformed 'tag' parameter, expecting key:value, received: k
          /api/traces?service=a&tags=nonsense                | malformed 'tags' parameter, cannot unmarshal JSON
          /api/traces?service=a&tags=%7B%22x%22%3A123%7D     | expected an object of strings such as
          /api/traces?service=a&tags=%7B%7D%7B%7D            | malformed 'tags' parameter, cannot unmarshal JSON
          /api/traces?traceID=chumbawumba                    | cannot parse traceID param: found \\"chumbawumba\\", expected 1 to 32 hexadecimal digits
          /api/traces/123456789012345678901234567890123      | cannot parse traceID param: found \\"123456789012345678901234567890123\\", expected 1 to 32 hexadecimal digits
          /api/traces/AAAAAAAAAAIAAAAAAAAAAQ==               | cannot parse traceID param
          /api/dependencies?endTs=shazbot                    | unable to parse param 'endTs': found \\"shazbot\\", expected a whole number of milliseconds since 1970
          /api/dependencies?lookback=3153600000000           | unable to parse param 'lookback': found \\"3153600000000\\", expected a whole number of milliseconds from 0 to
          /api/dependencies?endTs=1&endTs=2                  | parameter 'endTs' is given 2 times, expected once
          """)
  void isAnsweredWithNameAndExpectation(String path, String message) throws Exception {
    assertRefused(query.get(path), message);
  }

  @Test
  void nestingOfTagsCostsNothing() throws Exception {
    String deep = URLEncoder.encode("{\"a\":" + "[".repeat(3_000), StandardCharsets.UTF_8);

    assertRefused(query.get("/api/traces?service=a&tags=" + deep), "malformed 'tags' parameter");
  }

  @Test
  void longValuesAreNotEchoedWhole() throws Exception {
    HttpResponse<String> answer = query.get("/api/traces?traceID=" + "x".repeat(8_000));

    assertRefused(answer, "cannot parse traceID param");
    assertThat(answer.body()).hasSizeLessThan(400);
  }

  @Test
  void lineBreaksInParametersReachNoHeader() throws Exception {
    HttpResponse<String> answer =
        query.get("/api/traces?service=a%0d%0aX-Evil:%201&limit=%0d%0aX-Evil:%201");

    assertRefused(answer, "unable to parse param 'limit'");
    assertThat(answer.headers().firstValue("x-evil")).isEmpty();
  }

  @Test
  void thousandsOfUnknownParametersAreIgnoredOrRefused() throws Exception {
    int status = query.get("/api/services?" + "a=b&".repeat(3_500)).statusCode();

    assertThat(status).isIn(200, 400, 414, 431);
    assertThat(query.get("/api/services").statusCode()).isEqualTo(200);
  }

  @Test
  void specialCharactersOfOtherLanguagesAreOnlyText() throws Exception {
    for (String text : new String[] {"service:* OR", "'; DROP TABLE", "../../etc", "(a+)+$", "*"}) {
      String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
      assertThat(
              query
                  .get(
                      "/api/traces?service="
                          + encoded
                          + "&operation="
                          + encoded
                          + "&tag=a:"
                          + encoded)
                  .statusCode())
          .isEqualTo(200);
    }
  }

  private static void assertRefused(HttpResponse<String> answer, String message) {
    assertThat(answer.body())
        .startsWith(
            "{\"data\":null,\"total\":0,\"limit\":0,\"offset\":0,\"errors\":[{\"code\":400,")
        .contains(message);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("content-type")).contains("application/json");
  }
}
