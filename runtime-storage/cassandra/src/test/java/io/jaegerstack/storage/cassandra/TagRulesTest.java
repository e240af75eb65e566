package io.jaegerstack.storage.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.settings.CassandraSettings;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagRulesTest {
  private static final SettingValues DEFAULTS =
      SettingValues.defaults(Catalogue.of(Component.COLLECTOR));

  @Test
  void keysAndValuesHaveRowsBelow256Bytes() {
    assertThat(fits("k".repeat(255), "v".repeat(255))).isTrue();
    assertThat(fits("k".repeat(256), "v")).isFalse();
    assertThat(fits("k", "v".repeat(256))).isFalse();
    assertThat(fits("k", "ž".repeat(128))).as("256 bytes").isFalse();
    assertThat(fits("", "")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"a\":1}", "{\"a\":[{\"b\":null}]} ", "{\n}"})
  void jsonObjectsHaveNone(String value) {
    assertThat(fits("k", value)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{a}", "{}{}", "{} x", " {}", "[1]", "{\"a\":01}", "1"})
  void whatOnlyLooksLikeOneHas(String value) {
    assertThat(fits("k", value)).isTrue();
  }

  private static boolean fits(String key, String value) {
    return TagRules.fits(
        key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void listsSayWhichKeysHave() {
    TagRules without =
        TagRules.of(DEFAULTS.with(CassandraSettings.INDEX_TAG_BLACKLIST, List.of("secret")));
    assertThat(without.wants("secret")).isFalse();
    assertThat(without.wants("other")).isTrue();
    TagRules only =
        TagRules.of(DEFAULTS.with(CassandraSettings.INDEX_TAG_WHITELIST, List.of("wanted")));
    assertThat(only.wants("wanted")).isTrue();
    assertThat(only.wants("other")).isFalse();
  }

  @Test
  void bothListsAtOnceAreRefused() {
    var both =
        DEFAULTS
            .with(CassandraSettings.INDEX_TAG_BLACKLIST, List.of("a"))
            .with(CassandraSettings.INDEX_TAG_WHITELIST, List.of("b"));
    assertThatThrownBy(() -> TagRules.of(both))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining(
            "--cassandra.index.tag-blacklist and --cassandra.index.tag-whitelist");
  }

  @Test
  void aSearchLooksElsewhereForWhatTheTableMayLack() {
    TagRules noLogs = TagRules.of(DEFAULTS.with(CassandraSettings.INDEX_LOGS, false));
    assertThat(noLogs.covers("k", "v")).isFalse();
    assertThat(TagRules.of(DEFAULTS).covers("k", "v")).isTrue();
    assertThat(TagRules.of(DEFAULTS).covers("k", "v".repeat(300))).isFalse();
  }
}
