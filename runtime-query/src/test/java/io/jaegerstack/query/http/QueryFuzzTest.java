package io.jaegerstack.query.http;

import static io.jaegerstack.query.Spans.span;
import static io.jaegerstack.query.Spans.trace;
import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.fuzzing.FuzzTarget;
import io.jaegerstack.fuzzing.FuzzTests;
import io.jaegerstack.fuzzing.Grammar;
import io.jaegerstack.query.FakeStorage;
import io.jaegerstack.query.service.AnswerBudget;
import io.jaegerstack.query.service.QueryService;
import io.jaegerstack.server.http.DirectCalls;
import io.jaegerstack.server.http.HttpFailure;
import io.jaegerstack.server.http.Routes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Whatever is asked of the HTTP API is answered or refused with a status and a reason.
class QueryFuzzTest {
  private static final Grammar PARAMETERS =
      Grammar.ofTokens(
          bytes(
              "&service=a",
              "&operation=b",
              "&tag=k:v",
              "&tag=",
              "&tags=",
              "%7B%22k%22%3A%22v%22%7D",
              "{\"k\":\"v\"}",
              "{\"k\":1}",
              "&start=",
              "&end=",
              "&limit=",
              "&lookback=",
              "&minDuration=",
              "&maxDuration=",
              "&traceID=",
              "&raw=true",
              "&endTs=",
              "&spanKind=server",
              "&quantile=",
              "1h",
              "1.5h30m",
              "-1s",
              "µs",
              "9223372036854775807",
              "99999999999999999999",
              "-1",
              "custom",
              "2d",
              "3650d",
              "NaN",
              "%",
              "%zz",
              "%00",
              "%f0%9f",
              "/api/traces?",
              "/api/traces/",
              "/api/services/a/operations",
              "/api/operations?",
              "/api/dependencies?",
              "/api/metrics/latencies?",
              "/api/services?",
              "0123456789abcdef",
              "%EF%BC%91"));
  private static final List<byte[]> SAMPLES =
      bytes(
          "/api/services",
          "/api/services/shop/operations",
          "/api/operations?service=shop&spanKind=server",
          "/api/traces?service=shop&operation=op&tag=error:true&tags=%7B%22a%22%3A%22b%22%7D&start=1&end=2000000&limit=20&minDuration=1ms&maxDuration=1.5h",
          "/api/traces?service=shop&lookback=2d&limit=0",
          "/api/traces?traceID=1&traceID=00ff",
          "/api/traces/0123456789abcdef?raw=true",
          "/api/dependencies?endTs=1700000000000&lookback=86400000&service=a",
          "/api/metrics/latencies?service=a&quantile=0.95&groupByOperation=true&spanKind=server&endTs=1&lookback=1&step=1&ratePer=1");

  @TestFactory
  Stream<DynamicTest> questions() {
    return FuzzTests.of(
        List.of(
            FuzzTarget.<Integer>of(
                    "Query API",
                    PARAMETERS,
                    SAMPLES,
                    () -> {
                      Routes routes = routes();
                      return input ->
                          DirectCalls.get(routes, new String(input, StandardCharsets.ISO_8859_1));
                    })
                .refusing(HttpFailure.class)
                .allocating(100, 64 * 1024)
                .checking((input, status) -> assertThat(status).isEqualTo(200))));
  }

  private static Routes routes() {
    var registry = new SimpleMeterRegistry();
    var budget = new AnswerBudget(64 << 20, Duration.ofSeconds(1), Duration.ofSeconds(1), registry);
    var storage = new FakeStorage().with(trace(span(1)));
    var service = QueryService.of(storage, Duration.ZERO, budget, registry);
    var routes = Routes.builder();
    InstantSource clock = () -> Instant.EPOCH.plus(Duration.ofDays(20_000));
    new QueryHttpApi(service, clock).mount(new Mount(routes, AnswerHeaders.of(List.of())));
    return routes.build();
  }

  private static List<byte[]> bytes(String... texts) {
    return Stream.of(texts).map(text -> text.getBytes(StandardCharsets.ISO_8859_1)).toList();
  }
}
