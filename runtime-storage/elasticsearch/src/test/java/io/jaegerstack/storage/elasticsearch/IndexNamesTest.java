package io.jaegerstack.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.StorageSettings;
import io.jaegerstack.storage.elasticsearch.IndexNames.Kind;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexNamesTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 9);

  private static IndexNames names(String prefix, String separator) {
    return IndexNames.of(
        SettingValues.defaults(Catalogue.of(Component.COLLECTOR))
            .with(StorageSettings.ES_INDEX_PREFIX, prefix)
            .with(StorageSettings.ES_INDEX_DATE_SEPARATOR, separator));
  }

  @Test
  void areJaegers() {
    assertThat(names("", "-").of(Kind.SPAN, DAY)).isEqualTo("jaeger-span-2026-03-09");
    assertThat(names("prod", "-").of(Kind.SERVICE, DAY))
        .isEqualTo("prod-jaeger-service-2026-03-09");
    assertThat(names("prod-", ".").of(Kind.DEPENDENCIES, DAY))
        .isEqualTo("prod-jaeger-dependencies-2026.03.09");
    assertThat(names("", "").of(Kind.SPAN, DAY)).isEqualTo("jaeger-span-20260309");
    assertThat(names("", "'").of(Kind.SPAN, DAY)).isEqualTo("jaeger-span-2026'03'09");
  }

  @Test
  void coverEveryDayThatARangeTouches() {
    assertThat(
            names("", "-")
                .between(
                    Kind.SPAN,
                    Instant.parse("2026-02-27T23:59:59Z"),
                    Instant.parse("2026-03-01T00:00:00Z")))
        .isEqualTo("jaeger-span-2026-02-27,jaeger-span-2026-02-28,jaeger-span-2026-03-01");
  }

  @Test
  void becomeAPatternWhereTheyWouldNotFitIntoARequest() {
    assertThat(
            names("prod", "-")
                .between(
                    Kind.SPAN,
                    Instant.parse("2020-01-01T00:00:00Z"),
                    Instant.parse("2026-01-01T00:00:00Z")))
        .isEqualTo("prod-jaeger-span-*,-prod-jaeger-span-archive*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Prod", "a b", "a*", "-a", "_a", "a/b", "a,b", "a#"})
  void refusePrefixesThatMakeNoNames(String prefix) {
    assertThatThrownBy(() -> names(prefix, "-"))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("--es.index-prefix is \"" + prefix + "\"");
  }
}
