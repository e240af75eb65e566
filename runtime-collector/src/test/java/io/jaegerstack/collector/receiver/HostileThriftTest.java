package io.jaegerstack.collector.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.collector.FaultyWriter;
import io.jaegerstack.collector.RunningCollector;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bodies of `POST /api/traces` that no client sends. Each is refused with a reason that says
/// where, and counted.
class HostileThriftTest {
  private static final FaultyWriter WRITER = FaultyWriter.healthy();
  private static RunningCollector collector;
  private static HttpClient client;

  @BeforeAll
  static void start() throws IOException {
    collector = RunningCollector.start(RunningCollector.settings(), WRITER);
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    client.close();
    collector.close();
    assertThat(WRITER.stored()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "one byte, 0c",
    "an empty struct, 00",
    "only noise, ffffffffffffffffffffffffffffffff",
    "a list of 33554432 spans in 20 bytes, 0f00020c02000000" + "000000000000000000000000",
    "a list of -1 spans, 0f00020cffffffff00",
    "a list of 2147483647 spans, 0f00020c7fffffff00",
    "spans that are no structs, 0f00020800000002" + "0000000100000002" + "00",
    "a service name longer than the rest, 0c00010b00017fffffff61" + "0000",
    "a service name of negative length, 0c00010b0001ffffffff61" + "0000",
    "a type that thrift does not have, 0c00010d00017fffffff61" + "1400010000",
    "a process without its service name, 0c00010000",
    "the compact protocol where binary is said, 1c18047368",
  })
  void isRefusedWithAReason(String name, String hex) throws Exception {
    var response = post(HexFormat.of().parseHex(hex), "application/x-thrift");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(response.body())
        .startsWith("body is not a jaeger.thrift Batch: ")
        .contains("at byte");
  }

  @Test
  void nestingIsBounded() throws Exception {
    var deep = "0c0009".repeat(10_000);
    assertThat(post(HexFormat.of().parseHex(deep), "application/x-thrift").statusCode())
        .isEqualTo(400);
  }

  @Test
  void refusalsAreCounted() throws Exception {
    post(new byte[] {1}, "application/x-thrift");
    assertThat(collector.scrape())
        .containsPattern(
            "jaegerstack_collector_requests_malformed_total\\{format=\"jaeger\",transport=\"http\"} [1-9]");
  }

  private static HttpResponse<String> post(byte[] body, String type) throws Exception {
    var uri =
        URI.create("http://127.0.0.1:%d/api/traces".formatted(collector.receivers().httpPort()));
    var request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }
}
