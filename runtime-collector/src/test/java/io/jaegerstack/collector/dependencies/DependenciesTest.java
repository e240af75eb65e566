package io.jaegerstack.collector.dependencies;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.collector.Eventually;
import io.jaegerstack.server.Deadline;
import io.jaegerstack.server.Metrics;
import io.jaegerstack.server.Part;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.DependencySettings;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.CallReader;
import io.jaegerstack.storage.DependencyReader;
import io.jaegerstack.storage.DependencyWriter;
import io.jaegerstack.storage.Leases;
import io.jaegerstack.storage.SpanReader;
import io.jaegerstack.storage.SpanWriter;
import io.jaegerstack.storage.Storage;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The collector's thread, from its start to its end.
class DependenciesTest {
  private static final SettingValues SETTINGS =
      SettingValues.defaults(Catalogue.of(Component.COLLECTOR));
  private static final Deadline SOON = Deadline.after(Duration.ofSeconds(30));

  private final FakeStore store = new FakeStore(Clock.systemUTC());
  private final Metrics metrics = Metrics.empty();

  /// A storage of which only what is computed is of interest.
  private record Computed(Optional<FakeStore> store, Map<String, Storage> behind)
      implements Storage {
    @Override
    public SpanWriter writer() {
      throw new UnsupportedOperationException("nothing is written");
    }

    @Override
    public SpanReader reader() {
      throw new UnsupportedOperationException("nothing is read");
    }

    @Override
    public DependencyReader dependencies() {
      throw new UnsupportedOperationException("nothing is read");
    }

    @Override
    public Optional<DependencyWriter> dependencyWriter() {
      return store.map(each -> each);
    }

    @Override
    public Optional<CallReader> calls() {
      return store.map(each -> each);
    }

    @Override
    public Optional<Leases> leases() {
      return store.map(each -> each);
    }

    @Override
    public Map<String, Storage> tenants() {
      return behind.isEmpty() ? Map.of("", this) : behind;
    }

    @Override
    public void check() {}

    @Override
    public long close(Duration atMost) {
      return 0;
    }
  }

  private List<Part> parts(SettingValues settings, Storage storage) {
    return Dependencies.of(settings, storage, "host", metrics);
  }

  private boolean tells(String line) {
    return metrics.scrape().contains(line);
  }

  @Test
  void isNotThereWhereTheStorageComputesThemItselfOrTheyAreOff() {
    assertThat(parts(SETTINGS, new Computed(Optional.empty(), Map.of()))).isEmpty();
    SettingValues off = SETTINGS.with(DependencySettings.ENABLED, false);
    assertThat(parts(off, new Computed(Optional.of(store), Map.of()))).isEmpty();
  }

  @Test
  void leadsUntilItIsStoppedAndGivesTheLeaseBack() throws Exception {
    Part part = parts(SETTINGS, new Computed(Optional.of(store), Map.of())).getFirst();
    part.start();
    Eventually.await("a leader", () -> tells("jaegerstack_dependencies_leader 1.0"));
    Eventually.await("its first window", () -> tells("{result=\"computed\"} 1.0"));
    part.stop(SOON);
    assertThat(tells("jaegerstack_dependencies_leader 0.0")).isTrue();
    assertThat(store.acquire("dependencies", "another", Duration.ofSeconds(1))).isTrue();
  }

  @Test
  void leadsForEachTenantByItself() throws Exception {
    var other = new FakeStore(Clock.systemUTC());
    Storage tenants =
        new Computed(
            Optional.empty(),
            Map.of(
                "a", new Computed(Optional.of(store), Map.of()),
                "b", new Computed(Optional.of(other), Map.of())));
    Part part = parts(SETTINGS, tenants).getFirst();
    part.start();
    Eventually.await("both tenants", () -> tells("jaegerstack_dependencies_leader 2.0"));
    part.stop(SOON);
    assertThat(other.acquire("dependencies", "another", Duration.ofSeconds(1))).isTrue();
  }
}
