package io.jaegerstack.operator.manifests.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.jaegerstack.crds.v1.DeletionPolicy;
import io.jaegerstack.operator.resolve.ResolvedStorage;
import io.jaegerstack.settings.LocalSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StorageManifestsTest {
  private static Duration maxAge(Optional<String> given) {
    var local =
        new ResolvedStorage.Local(
            new Quantity("10Gi"), 1 << 30, Optional.empty(), given, DeletionPolicy.Delete);
    String told =
        StorageManifests.environment(local)
            .getOrDefault(LocalSettings.MAX_AGE.environmentName(), "");
    return told.isEmpty()
        ? LocalSettings.MAX_AGE.byDefault()
        : LocalSettings.MAX_AGE.type().parse(told, Map.of());
  }

  @Test
  void withoutAnAgeSpansOfAVolumeAreKeptAsLongAsThereIsRoom() {
    assertThat(maxAge(Optional.empty())).isGreaterThan(Duration.ofDays(365));
    assertThat(maxAge(Optional.of("336h"))).isEqualTo(Duration.ofHours(336));
  }
}
