package io.jaegerstack.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.storage.SamplingStore;
import io.jaegerstack.storage.SamplingStore.Rate;
import io.jaegerstack.storage.Throughput;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What adaptive sampling keeps, of storages that keep it. Has the latest rates to itself.
public abstract class SamplingContract extends StorageContract {
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  private final String service = TestSpan.newName("shop");

  private SamplingStore store() {
    return underTest().storage().sampling().orElseThrow();
  }

  private Throughput seen(String operation, long count) {
    return new Throughput(service, operation, count, Set.of("0.001", "1"));
  }

  private List<Throughput> read(Instant start, Instant end) {
    return store().throughput(start, end).stream()
        .filter(each -> each.service().equals(service))
        .toList();
  }

  @Test
  void throughputIsReadAsItWasWritten() {
    var strange = new Throughput(service, "GET \"/,\n\"", 7, Set.of());
    store().writeThroughput(NOW.minusSeconds(30), List.of(seen("GET /", 12), strange));
    underTest().showWrites();
    assertThat(read(NOW.minusSeconds(40), NOW.minusSeconds(20)))
        .containsExactlyInAnyOrder(seen("GET /", 12), strange);
  }

  @Test
  void throughputIsOfItsWindowAlone() {
    store().writeThroughput(NOW.minusSeconds(120), List.of(seen("a", 1)));
    store().writeThroughput(NOW.minusSeconds(60), List.of(seen("b", 2)));
    store().writeThroughput(NOW.minusSeconds(60), List.of(seen("b", 2)));
    underTest().showWrites();
    assertThat(read(NOW.minusSeconds(120), NOW.minusSeconds(60)))
        .containsExactly(seen("b", 2), seen("b", 2));
    assertThat(read(NOW.minus(Duration.ofHours(2)), NOW.minus(Duration.ofHours(1)))).isEmpty();
  }

  @Test
  void theLatestRatesAreThoseWrittenLast() {
    store().writeRates(NOW.minusSeconds(2), "a", Map.of(service, Map.of("o", new Rate(0.1, 3))));
    var last = Map.of(service, Map.of("o", new Rate(0.0125, 41.5), "p \"q\"", new Rate(1, 0)));
    store().writeRates(NOW.minusSeconds(1), "b", last);
    underTest().showWrites();
    assertThat(store().latestRates()).isEqualTo(last);
  }
}
