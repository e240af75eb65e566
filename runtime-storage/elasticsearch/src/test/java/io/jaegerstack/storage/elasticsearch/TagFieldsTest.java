package io.jaegerstack.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.Tag;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.Setting;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.StorageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TagFieldsTest {
  private static <T> SettingValues with(Setting<T> setting, T value) {
    return SettingValues.defaults(Catalogue.of(Component.COLLECTOR)).with(setting, value);
  }

  @Test
  void takeTheTagsOfAFile(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("tags.txt");
    Files.writeString(file, "http.method\n\n  peer.service \n");
    var fields =
        new TagFields(with(StorageSettings.ES_TAGS_AS_FIELDS_CONFIG_FILE, file.toString()));
    var tags =
        FlatTags.of(
            List.of(Tag.of("http.method", "GET"), Tag.of("x", "1"), Tag.of("peer.service", "s")));
    assertThat(fields.takes(tags, 0)).isTrue();
    assertThat(fields.takes(tags, 1)).isFalse();
    assertThat(fields.takes(tags, 2)).isTrue();
  }

  @Test
  void takeNoKeyThatOpenSearchDoesNotFindAsAField() {
    var fields = new TagFields(with(StorageSettings.ES_TAGS_AS_FIELDS_ALL, true));
    var tags = FlatTags.of(List.of(Tag.of("a?b", "1"), Tag.of("a*b", "1")));
    assertThat(fields.takes(tags, 0)).isTrue();
    assertThat(fields.takes(tags, 1)).isFalse();
  }

  @Test
  void sayWhichFileIsMissing() {
    var settings = with(StorageSettings.ES_TAGS_AS_FIELDS_CONFIG_FILE, "/no/such/tags.txt");
    assertThatThrownBy(() -> new TagFields(settings))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("--es.tags-as-fields.config-file is /no/such/tags.txt");
  }

  @Test
  void refuseAReplacementThatReplacesNothing() {
    var settings = with(StorageSettings.ES_TAGS_AS_FIELDS_DOT_REPLACEMENT, ".");
    assertThatThrownBy(() -> new TagFields(settings))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("--es.tags-as-fields.dot-replacement is \".\"");
  }
}
