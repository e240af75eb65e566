package io.jaegerstack.storage.elasticsearch.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.storage.Maintenance.Cleaning;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OldIndicesTest {
  private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
  private static final Instant MORNING = NOON.minus(Duration.ofHours(6));

  private static Cleaning cleaning(boolean archive, boolean rollover) {
    return new Cleaning(NOON, archive, rollover, Duration.ofSeconds(1));
  }

  private static List<String> old(OldIndices indices, String... names) {
    return Stream.of(names)
        .filter(name -> indices.contains(new LiveIndex(name, MORNING, Map.of())))
        .toList();
  }

  @Test
  void areThoseOfDaysAndHoursOfEachKind() {
    var indices = new OldIndices("", "-", cleaning(false, false));
    String[] ours = {
      "jaeger-span-2026-03-10",
      "jaeger-service-2026-03-10",
      "jaeger-dependencies-2026-03-10",
      "jaeger-sampling-2026-03-10",
      "jaeger-span-2026-03-10-07"
    };
    assertThat(old(indices, ours)).containsExactly(ours);
  }

  @Test
  void areNotThoseOfOtherPrefixesOrOfOthers() {
    assertThat(
            old(
                new OldIndices("prod-", "-", cleaning(false, false)),
                "jaeger-span-2026-03-10",
                "my-prod-jaeger-span-2026-03-10",
                "prod-eu-jaeger-span-2026-03-10",
                "prodXjaeger-span-2026-03-10",
                "prod-jaeger-span-2026-03-10-reindexed",
                "prod-jaeger-leases",
                "prod-jaeger-span-000001",
                "prod-jaeger-span-archive",
                "prod-jaeger-span-archive-000001"))
        .isEmpty();
  }

  @Test
  void takeAPrefixAndASeparatorAsTheyAreWritten() {
    assertThat(
            old(
                new OldIndices("a.b-", ".", cleaning(false, false)),
                "a.b-jaeger-span-2026.03.10",
                "axb-jaeger-span-2026.03.10",
                "a.b-jaeger-span-2026-03-10"))
        .containsExactly("a.b-jaeger-span-2026.03.10");
  }

  @Test
  void areNumberedOnesWhereRolloversAreCleaned() {
    assertThat(
            old(
                new OldIndices("", "", cleaning(false, true)),
                "jaeger-span-000001",
                "jaeger-service-000017",
                "jaeger-span-20260310",
                "jaeger-span-archive-000001"))
        .containsExactly("jaeger-span-000001", "jaeger-service-000017");
  }

  @Test
  void areTheArchivesAloneWhereTheArchiveIsCleaned() {
    assertThat(
            old(
                new OldIndices("", "-", cleaning(true, true)),
                "jaeger-span-archive-000001",
                "jaeger-span-archive",
                "jaeger-span-000001"))
        .containsExactly("jaeger-span-archive-000001");
  }

  @Test
  void areThoseCreatedBeforeAMomentAndNotAtIt() {
    var indices = new OldIndices("", "-", cleaning(false, false));
    String name = "jaeger-span-2020-01-01";
    assertThat(indices.contains(new LiveIndex(name, NOON, Map.of()))).isFalse();
    assertThat(indices.contains(new LiveIndex(name, NOON.minusMillis(1), Map.of()))).isTrue();
  }

  @Test
  void areNeverThoseThatAreWrittenTo() {
    var indices = new OldIndices("", "-", cleaning(false, true));
    String alias = "jaeger-span-write";
    String name = "jaeger-span-000001";
    assertThat(indices.contains(new LiveIndex(name, MORNING, Map.of(alias, "")))).isFalse();
    assertThat(indices.contains(new LiveIndex(name, MORNING, Map.of(alias, "true")))).isFalse();
    assertThat(indices.contains(new LiveIndex(name, MORNING, Map.of(alias, "false")))).isTrue();
    var read = Map.of("jaeger-span-read", "");
    assertThat(indices.contains(new LiveIndex(name, MORNING, read))).isTrue();
  }
}
