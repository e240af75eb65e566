package io.jaegerstack.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final Duration TWENTY = Duration.ofMillis(20);

  private final Metrics metrics = Metrics.empty();

  @Test
  void latenciesOfMicrometerHaveTheBucketsOfOurOwn() {
    Timer.builder("jaeger_bulk_index_latency_ok").register(metrics.registry()).record(TWENTY);
    metrics.latency("jaeger_collector_save_latency").recordNanos(TWENTY.toNanos());

    String shown = metrics.scrape();
    for (String bucket : new String[] {"0.005", "0.025", "10.0"}) {
      assertThat(shown)
          .contains(
              "jaeger_bulk_index_latency_ok_bucket{le=\"%s\"}".formatted(bucket),
              "jaeger_collector_save_latency_bucket{le=\"%s\"}".formatted(bucket));
    }
    assertThat(shown)
        .contains("jaeger_bulk_index_latency_ok_bucket{le=\"0.01\"} 0")
        .contains("jaeger_bulk_index_latency_ok_bucket{le=\"0.025\"} 1");
  }

  @Test
  void durationsHaveThemToo() {
    Timer.builder("http.server.request.duration").register(metrics.registry()).record(TWENTY);

    assertThat(metrics.scrape())
        .contains("http_server_request_duration_seconds_bucket{le=\"0.025\"} 1");
  }

  @Test
  void otherTimersHaveNone() {
    Timer.builder("jaegerstack.nap").register(metrics.registry()).record(TWENTY);

    assertThat(metrics.scrape())
        .contains("jaegerstack_nap_seconds_count 1")
        .doesNotContain("_bucket");
  }
}
