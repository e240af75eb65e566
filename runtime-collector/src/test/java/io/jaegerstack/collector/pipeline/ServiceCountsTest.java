package io.jaegerstack.collector.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.collector.TestSpans;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.Key;
import io.jaegerstack.model.Tag;
import io.jaegerstack.server.Metrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceCountsTest {
  private final Metrics metrics = Metrics.empty();

  @Test
  void countsServicesBeyondItsBoundTogether() {
    var counts = new ServiceCounts(metrics, "spans");
    for (int i = 0; i < ServiceCounts.MAX_SERVICES + 50; i++) {
      counts.of(Key.of("svc" + i), false).increment();
    }
    assertThat(counts.services()).isEqualTo(ServiceCounts.MAX_SERVICES);
    assertThat(metrics.scrape())
        .contains("spans_total{debug=\"false\",svc=\"other-services\"} 50.0")
        .contains("spans_total{debug=\"false\",svc=\"svc3999\"} 1.0")
        .doesNotContain("svc4000");
  }

  @Test
  void countsDebugSpansApart() {
    var counts = new ServiceCounts(metrics, "spans");
    counts.of(Key.of("shop"), true).increment(3);
    assertThat(metrics.scrape()).contains("spans_total{debug=\"true\",svc=\"shop\"} 3.0");
  }

  @ParameterizedTest
  @CsvSource({"Shop,shop", "a.b-c,a.b-c", "a/b:c d,a_b_c_d", "\"x\"{},_x___"})
  void makesNamesSafeAsJaegerDoes(String name, String safe) {
    assertThat(ServiceCounts.safeName(name)).isEqualTo(safe);
  }

  @ParameterizedTest
  @CsvSource({
    "const,CONST",
    "probabilistic,PROBABILISTIC",
    "ratelimiting,RATE_LIMITING",
    "lowerbound,LOWER_BOUND",
    "remote,UNRECOGNIZED"
  })
  void readsTheSamplerOfARootSpan(String tag, SamplerType type) {
    var span = FlatSpan.of(TestSpans.span("shop", Tag.of("sampler.type", tag)));
    assertThat(SamplerType.of(span)).isEqualTo(type);
  }
}
