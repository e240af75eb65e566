package io.jaegerstack.storage.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.EsIndexSettings;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.StorageSettings;
import io.jaegerstack.storage.elasticsearch.IndexNames.Kind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexNamesTest {
  private static final Instant DAY = Instant.parse("2026-03-09T13:00:00Z");

  private static SettingValues settings() {
    return SettingValues.defaults(Catalogue.of(Component.COLLECTOR));
  }

  private static IndexNames names(String prefix, String separator) {
    return IndexNames.of(
        settings()
            .with(StorageSettings.ES_INDEX_PREFIX, prefix)
            .with(StorageSettings.ES_INDEX_DATE_SEPARATOR, separator));
  }

  @Test
  void areJaegers() {
    assertThat(names("", "-").target(Kind.SPAN, DAY)).isEqualTo("jaeger-span-2026-03-09");
    assertThat(names("prod", "-").target(Kind.SERVICE, DAY))
        .isEqualTo("prod-jaeger-service-2026-03-09");
    assertThat(names("prod-", ".").target(Kind.DEPENDENCIES, DAY))
        .isEqualTo("prod-jaeger-dependencies-2026.03.09");
    assertThat(names("", "").target(Kind.SPAN, DAY)).isEqualTo("jaeger-span-20260309");
    assertThat(names("", "'").target(Kind.SPAN, DAY)).isEqualTo("jaeger-span-2026'03'09");
  }

  @Test
  void coverEveryDayThatARangeTouches() {
    assertThat(
            names("", "-")
                .between(
                    Kind.SPAN,
                    Instant.parse("2026-02-27T23:59:59Z"),
                    Instant.parse("2026-03-01T00:00:00Z")))
        .isEqualTo("jaeger-span-2026-02-27*,jaeger-span-2026-02-28*,jaeger-span-2026-03-01*");
  }

  @Test
  void widenToMonthsAndYearsWhereTheyWouldNotFitIntoARequest() {
    IndexNames names = names("prod", "-");
    Instant end = Instant.parse("2026-01-01T00:00:00Z");
    assertThat(names.between(Kind.SPAN, Instant.parse("2025-01-31T00:00:00Z"), end))
        .startsWith("prod-jaeger-span-2025-01*,prod-jaeger-span-2025-02*,")
        .endsWith("prod-jaeger-span-2025-12*,prod-jaeger-span-2026-01*");
    assertThat(names.between(Kind.SPAN, Instant.parse("1999-12-31T00:00:00Z"), end))
        .startsWith("prod-jaeger-span-1999*,prod-jaeger-span-2000*,")
        .endsWith("prod-jaeger-span-2026*");
    assertThat(names.between(Kind.SPAN, Instant.parse("0001-01-01T00:00:00Z"), end))
        .isEqualTo("prod-jaeger-span-*,-prod-jaeger-span-archive*");
  }

  @Test
  void neverMakeALineThatServersRefuse() {
    IndexNames names = names("a-prefix-of-a-long-name-with-more-than-sixty-characters-in-it", "-");
    Instant end = Instant.parse("2026-01-01T00:00:00Z");
    for (int days = 0; days < 3_000; days += 7) {
      String list = names.between(Kind.SPAN, end.minus(Duration.ofDays(days)), end);
      assertThat(EsPaths.encoded(list).length()).as("%d days", days).isLessThan(3_600);
    }
  }

  @Test
  void haveAnHourWhereIndicesAreOfHours() {
    IndexNames names = IndexNames.of(settings().with(EsIndexSettings.ROLLOVER_SPANS, "hour"));
    assertThat(names.target(Kind.SPAN, DAY)).isEqualTo("jaeger-span-2026-03-09-13");
    assertThat(names.target(Kind.SERVICE, DAY)).isEqualTo("jaeger-service-2026-03-09");
    assertThat(
            names.between(
                Kind.SPAN,
                Instant.parse("2026-03-09T22:59:59Z"),
                Instant.parse("2026-03-10T00:00:00Z")))
        .as("and what was written before they were")
        .isEqualTo(
            "jaeger-span-2026-03-09,jaeger-span-2026-03-09-22,jaeger-span-2026-03-09-23,"
                + "jaeger-span-2026-03-10,jaeger-span-2026-03-10-00");
  }

  @Test
  void areAliasesWhereTheseAreUsed() {
    IndexNames names =
        IndexNames.of(
            settings()
                .with(StorageSettings.ES_INDEX_PREFIX, "prod")
                .with(EsIndexSettings.USE_ALIASES, true));
    assertThat(names.target(Kind.SPAN, DAY)).isEqualTo("prod-jaeger-span-write");
    assertThat(names.between(Kind.SPAN, DAY, DAY)).isEqualTo("prod-jaeger-span-read");
    assertThat(names.first(Kind.SERVICE)).isEqualTo("prod-jaeger-service-000001");
    assertThat(names.target(Kind.ARCHIVE, DAY)).isEqualTo("prod-jaeger-span-archive-write");
    assertThat(names.all(Kind.ARCHIVE)).isEqualTo("prod-jaeger-span-archive-read");
  }

  @Test
  void ofTheArchiveHaveNoDate() {
    assertThat(names("", "-").target(Kind.ARCHIVE, DAY)).isEqualTo("jaeger-span-archive");
    assertThat(names("", "-").all(Kind.ARCHIVE)).isEqualTo("jaeger-span-archive");
  }

  @Test
  void needAliasesForALifecycle() {
    var settings = settings().with(EsIndexSettings.USE_ILM, true);
    assertThatThrownBy(() -> IndexNames.of(settings))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("--es.use-ilm is true and --es.use-aliases is not");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Prod", "a b", "a*", "-a", "_a", "a/b", "a,b", "a#"})
  void refusePrefixesThatMakeNoNames(String prefix) {
    assertThatThrownBy(() -> names(prefix, "-"))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("--es.index-prefix is \"" + prefix + "\"");
  }
}
