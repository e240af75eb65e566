package io.jaegerstack.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.EsArchiveSettings;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.StorageSettings;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.StorageException.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said to servers about who we are.
class EsCredentialsTest {
  @TempDir private Path directory;

  private static SettingValues settings() {
    return SettingValues.defaults(Catalogue.of(Component.QUERY));
  }

  private Path file(String content) throws IOException {
    return Files.writeString(directory.resolve("secret"), content);
  }

  @Test
  void anApiKeyAndATokenAreReadForEachRequest() throws IOException {
    Path file = file("first\n");
    var key = new EsCredentials(settings().with(StorageSettings.ES_API_KEY_FILE, file.toString()));
    var token = new EsCredentials(settings().with(StorageSettings.ES_TOKEN_FILE, file.toString()));
    assertThat(key.header()).contains("ApiKey first");
    assertThat(token.header()).contains("Bearer first");
    file("second");
    assertThat(key.header()).contains("ApiKey second");
    assertThat(token.header()).contains("Bearer second");
  }

  @Test
  void aSecretThatCannotStandInAHeaderIsRefusedAndNotQuoted() throws IOException {
    for (String content : List.of("", " \n", "one-half\nother-half", "a b", "na\u00efve")) {
      String file = file(content).toString();
      for (var setting : List.of(StorageSettings.ES_TOKEN_FILE, StorageSettings.ES_API_KEY_FILE)) {
        var credentials = new EsCredentials(settings().with(setting, file));
        assertThatThrownBy(credentials::header)
            .isInstanceOfSatisfying(
                StorageException.class,
                told -> assertThat(told.trouble()).contains(Trouble.UNAUTHORIZED))
            .hasMessageContaining(setting.flag() + " is " + file)
            .hasMessageNotContainingAny("half", "a b", "na\u00ef");
      }
    }
  }

  @Test
  void twoOfAKindContradictEachOther() {
    assertThatThrownBy(
            () ->
                new EsCredentials(
                    settings()
                        .with(StorageSettings.ES_API_KEY_FILE, "a")
                        .with(StorageSettings.ES_TOKEN_FILE, "b")))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("--es.token-file and --es.api-key-file are both set");
  }

  @Test
  void aFileThatIsGoneIsTroubleWithWhoWeAre() {
    var missing = settings().with(StorageSettings.ES_TOKEN_FILE, "/no/such/file");
    assertThatThrownBy(() -> new EsCredentials(missing).header())
        .isInstanceOfSatisfying(
            StorageException.class,
            told -> assertThat(told.trouble()).contains(Trouble.UNAUTHORIZED));
  }

  @Test
  void theArchiveIsReachedAsTheOthersAreUnlessItSaysOtherwise() {
    var settings =
        settings()
            .with(StorageSettings.ES_USERNAME, "main")
            .with(StorageSettings.ES_INDEX_PREFIX, "prod")
            .with(EsArchiveSettings.of(StorageSettings.ES_USERNAME), "keeper");
    var archive = EsArchiveSettings.ofArchive(settings);
    assertThat(archive.value(StorageSettings.ES_USERNAME)).isEqualTo("keeper");
    assertThat(archive.value(StorageSettings.ES_INDEX_PREFIX)).isEqualTo("prod");
    assertThat(EsArchiveSettings.isElsewhere(settings)).isTrue();
    assertThat(EsArchiveSettings.isElsewhere(settings())).isFalse();
  }
}
