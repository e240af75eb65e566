package io.jaegerstack.collector.dependencies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.collector.dependencies.DependencyWork.Lead;
import io.jaegerstack.collector.dependencies.DependencyWork.Pace;
import io.jaegerstack.collector.dependencies.DependencyWork.Ports;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.StorageSettings;
import io.jaegerstack.storage.DependencyLink;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageFactory;
import io.jaegerstack.storage.contract.RecordedOutcome;
import io.jaegerstack.storage.contract.TestSpan;
import io.jaegerstack.storage.elasticsearch.real.RealElasticsearch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Leaders that compete for one real Elasticsearch: what they write is what the spans say, exactly.
class DependenciesIT {
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final int WINDOWS = 6;
  private static final Windows TERMS = new Windows(INTERVAL, Duration.ZERO, Duration.ofHours(2));

  /// Short enough for a test, longer than a request on a loaded machine takes.
  private static final Duration LEASE = Duration.ofSeconds(6);

  /// Where spans begin: long ago, so that all windows are due.
  private static final Instant START =
      Instant.now().minus(Duration.ofMinutes(30)).truncatedTo(ChronoUnit.MINUTES);

  private static RealElasticsearch server;

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @BeforeAll
  static void startServer() {
    server =
        RealElasticsearch.start(
            Path.of(System.getProperty("elasticsearch.home")),
            Path.of(System.getProperty("elasticsearch.run")),
            "127.0.0.1",
            0);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private static Storage open(String prefix) {
    var settings =
        SettingValues.defaults(Catalogue.of(Component.COLLECTOR))
            .with(StorageSettings.ES_SERVER_URLS, List.of(server.uri().toString()))
            .with(StorageSettings.ES_INDEX_PREFIX, prefix)
            .with(StorageSettings.ES_NUM_SHARDS, 2)
            .with(StorageSettings.ES_NUM_REPLICAS, 0);
    return StorageFactory.of("elasticsearch").open(settings, Metrics.empty().registry());
  }

  /// Calls in every window, some of whose callers started in the window before, and gives back how
  /// many there are.
  private static long store(Storage storage) throws IOException {
    var spans = new ArrayList<Span>();
    long calls = 0;
    for (int window = 0; window < WINDOWS; window++) {
      Instant from = START.plus(INTERVAL.multipliedBy(window));
      for (int i = 0; i < 300; i++) {
        boolean isBefore = i % 10 == 0;
        Instant at = from.plusMillis(isBefore ? -5 : 100L * i);
        Span root = TestSpan.of("shop", "GET /").start(at).build();
        spans.add(root);
        spans.add(TestSpan.of("shop", "inner").childOf(root).start(at).build());
        Instant called = isBefore ? from.plusMillis(1) : at.plusMillis(1);
        spans.add(TestSpan.of("stock", "count").childOf(root).start(called).build());
        calls++;
      }
    }
    var batches = List.of(SpanBatch.of(spans));
    var outcome = new RecordedOutcome();
    storage.writer().write(batches, outcome);
    outcome.assertAllStored(batches);
    server.request("POST", "_refresh", "");
    return calls;
  }

  private static DependencyWork work(Storage storage, String owner, Pace pace) {
    var ports =
        new Ports(
            storage.calls().orElseThrow(),
            storage.dependencyWriter().orElseThrow(),
            storage.leases().orElseThrow());
    var figures = new DependencyFigures(Metrics.empty(), Clock.systemUTC());
    return new DependencyWork(
        "", ports, new Lead(owner, LEASE), TERMS, pace, Clock.systemUTC(), figures);
  }

  private static boolean isDone(Storage storage) {
    Instant end = START.plus(INTERVAL.multipliedBy(WINDOWS));
    return storage
        .dependencyWriter()
        .orElseThrow()
        .watermark()
        .filter(at -> !at.isBefore(end))
        .isPresent();
  }

  private static List<DependencyLink> read(Storage storage) {
    return storage.dependencies().dependencies(Instant.now(), Duration.ofHours(1));
  }

  /// Runs until all windows are computed, as the collector's thread does.
  private static Callable<Boolean> untilDone(Storage storage, DependencyWork work) {
    return () -> {
      long start = System.nanoTime();
      while (!isDone(storage) && System.nanoTime() - start < TimeUnit.MINUTES.toNanos(3)) {
        work.run();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
      return isDone(storage);
    };
  }

  @Test
  void twoThatCompeteCountEveryCallOnce() throws Exception {
    try (Storage one = open("competing");
        Storage other = open("competing");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long calls = store(one);
      assertThat(one.dependencyWriter().orElseThrow().move(null, START)).isTrue();
      var first = threads.submit(untilDone(one, work(one, "a", worked -> {})));
      var second = threads.submit(untilDone(other, work(other, "b", worked -> {})));
      assertThat(first.get()).isTrue();
      assertThat(second.get()).isTrue();
      assertThat(read(one)).containsExactly(new DependencyLink("shop", "stock", calls));
    }
  }

  @Test
  void oneThatIsKilledWithinAWindowIsFollowedAndNothingCountsTwice() throws Exception {
    try (Storage one = open("killed");
        Storage other = open("killed")) {
      long calls = store(one);
      assertThat(one.dependencyWriter().orElseThrow().move(null, START)).isTrue();
      int[] batches = {0};
      Pace deadly =
          worked -> {
            if (++batches[0] == 3) {
              throw new Killed();
            }
          };
      assertThatThrownBy(() -> work(one, "a", deadly).run()).isInstanceOf(Killed.class);
      assertThat(isDone(one)).isFalse();
      assertThat(untilDone(other, work(other, "b", worked -> {})).call()).isTrue();
      assertThat(read(other)).containsExactly(new DependencyLink("shop", "stock", calls));
    }
  }
}
