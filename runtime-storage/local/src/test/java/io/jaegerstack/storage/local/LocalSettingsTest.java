package io.jaegerstack.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.LocalSettings;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.StorageFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a directory cannot be.
class LocalSettingsTest {
  @TempDir private Path folder;

  private static void open(String directory) {
    var settings =
        SettingValues.defaults(Catalogue.of(Component.ALL_IN_ONE))
            .with(LocalSettings.DIRECTORY, directory);
    StorageFactory.of("local").open(settings, new SimpleMeterRegistry()).close();
  }

  @Test
  void refusesNoDirectoryAtAll() {
    for (String nothing : new String[] {"", "  "}) {
      assertThatThrownBy(() -> open(nothing))
          .isInstanceOf(SettingException.class)
          .hasMessage(
              "--local.directory (LOCAL_DIRECTORY) is \"%s\", expected a directory", nothing);
    }
  }

  @Test
  void refusesAFile() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> open(file.toString()))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("is \"" + file + "\", expected a directory that this process");
  }

  @Test
  void refusesToKeepWritersWaitingForLong() {
    var type = LocalSettings.COMMIT_INTERVAL.type();
    assertThatThrownBy(() -> type.parse("11s", Map.of())).hasMessageContaining("from 0 to 10s");
    assertThatThrownBy(() -> type.parse("-1s", Map.of())).isInstanceOf(RuntimeException.class);
    assertThat(type.parse("10s", Map.of())).isEqualTo(Duration.ofSeconds(10));
  }
}
