package io.jaegerstack.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CatalogueTest {
  @ParameterizedTest
  @EnumSource
  void readsBackEveryPrintedDefault(Component component) {
    for (Setting<?> setting : Catalogue.of(component).settings()) {
      assertThat((Object) setting.type().parse(setting.printedDefault(), Map.of()))
          .as(setting.flag())
          .isEqualTo(setting.byDefault());
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesEverySettingItsOwnEnvironmentName(Component component) {
    assertThat(Catalogue.of(component).settings().stream().map(Setting::environmentName))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void listensOnADifferentPortForEverySetting(Component component) {
    assertThat(
            Catalogue.of(component).settings().stream()
                .map(Setting::byDefault)
                .filter(HostPort.class::isInstance))
        .doesNotHaveDuplicates();
  }

  @Test
  void checksOptionsAsAProcessWould() {
    var options =
        new TreeMap<>(
            Map.of("collector.queue-size", "0", "jaegerish", "a=b", "collector.num-workers", "5"));
    assertThat(Catalogue.of(Component.COLLECTOR).problems(options))
        .containsExactly(
            "--collector.queue-size (COLLECTOR_QUEUE_SIZE) is \"0\", expected a whole number from 1 to 10000000",
            "--jaegerish is not a setting of collector; --help lists them all");
  }

  @Test
  void refusesANameDeclaredTwice() {
    var group = SettingGroup.of("Twice", StorageSettings.TYPE);
    assertThatThrownBy(() -> new Catalogue(Component.QUERY, List.of(group, group)))
        .hasMessage("--span-storage.type is declared twice for query");
  }

  @Test
  void findsTheNearestName() {
    assertThat(NearestName.of("es.bulk.worker", List.of("es.bulk.workers", "es.bulk.size")))
        .contains("es.bulk.workers");
    assertThat(NearestName.of("something.else", List.of("es.bulk.workers", "es.bulk.size")))
        .isEmpty();
  }

  @Test
  void rendersEachSharedGroupOnceInTheReference() {
    String reference = SettingsReference.render();
    assertThat(reference.split("## Storage: memory", -1)).hasSize(2);
    assertThat(reference)
        .contains(
            "| `--collector.queue-size` | `COLLECTOR_QUEUE_SIZE` | a whole number from 1 to 10000000, in spans | `2000` |")
        .contains("| (secret) | `ES_PASSWORD` |")
        .contains("Of: collector, query, all-in-one.");
  }
}
