package io.jaegerstack.storage.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.Tag;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.contract.TestSpan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SpanRowsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final NameCache names = new NameCache(Duration.ofHours(12), () -> 0);

  private List<RowGroup> groups(Span... spans) {
    var groups = new RowGroups();
    var rules = TagRules.of(SettingValues.defaults(Catalogue.of(Component.COLLECTOR)));
    var rows = new SpanRows(rules, names, new WriteMetrics(registry), groups);
    for (int i = 0; i < spans.length; i++) {
      rows.add(FlatSpan.of(spans[i]), i);
    }
    return groups.all();
  }

  private Map<String, Integer> rows(Span... spans) {
    Map<String, Integer> rows = new TreeMap<>();
    groups(spans)
        .forEach(group -> rows.merge(group.table().label(), group.rows().size(), Integer::sum));
    return rows;
  }

  @Test
  void aSpanHasOneRowInEachTableTwoByDurationAndOneForEachTag() {
    Span span =
        TestSpan.of("shop", "GET /")
            .tag("a", "1")
            .tag(Tag.of("a", 1L))
            .tag("b", "2")
            .tag(Tag.of("raw", new byte[] {1}))
            .processTag(Tag.of("host", "h"))
            .log(TestSpan.START, Tag.of("event", "x"))
            .build();
    assertThat(rows(span))
        .containsEntry("traces", 1)
        .containsEntry("service_names", 1)
        .containsEntry("operation_names_v2", 1)
        .containsEntry("service_name_index", 1)
        .containsEntry("service_operation_index", 1)
        .containsEntry("duration_index", 2)
        .containsEntry("tag_index", 4);
  }

  @Test
  void firehoseSpansAreNotFoundByTagOrDuration() {
    Span span = TestSpan.of("shop", "GET /").flags(FlatSpan.FIREHOSE).tag("a", "1").build();
    assertThat(rows(span))
        .containsKeys("traces", "service_name_index", "service_operation_index")
        .doesNotContainKeys("tag_index", "duration_index");
  }

  @Test
  void aSpanThatComesTwiceHasItsRowsOnceAndBothWaitForThem() {
    Span span = TestSpan.of("shop", "GET /").build();
    CqlRow row =
        groups(span, span).stream()
            .filter(group -> group.table() == Table.TRACES)
            .findFirst()
            .orElseThrow()
            .last();
    assertThat(row.spanCount()).isEqualTo(2);
    assertThat(rows(span, span)).containsEntry("traces", 1);
  }

  @Test
  void spansOfOneWriteShareRequests() {
    var spans = new ArrayList<Span>();
    for (int i = 0; i < 100; i++) {
      spans.add(
          TestSpan.of("shop", "GET /")
              .start(TestSpan.START.plusMillis(i))
              .processTag(Tag.of("host", "h"))
              .build());
    }
    Map<String, Integer> requests = new TreeMap<>();
    groups(spans.toArray(Span[]::new))
        .forEach(group -> requests.merge(group.table().label(), 1, Integer::sum));
    assertThat(requests)
        .containsEntry("traces", 100)
        .containsEntry("service_operation_index", 1)
        .containsEntry("tag_index", 1);
    assertThat(requests.get("service_name_index")).isLessThanOrEqualTo(10);
  }

  @Test
  void namesThatAreKnownAreNotWritten() {
    names.add(new NameCache.Name(Table.SERVICE_NAMES, "shop", "", ""));
    names.add(new NameCache.Name(Table.OPERATION_NAMES, "shop", "", "GET /"));
    assertThat(rows(TestSpan.of("shop", "GET /").build()))
        .doesNotContainKeys("service_names", "operation_names_v2");
    assertThat(rows(TestSpan.of("shop", "GET /").tag("span.kind", "server").build()))
        .containsEntry("operation_names_v2", 1);
  }

  @Test
  void keysThatCassandraDoesNotTakeAreLeftOutAndCounted() {
    assertThat(rows(TestSpan.of("s".repeat(70_000), "x").build())).containsOnlyKeys("traces");
    assertThat(
            registry.find("jaegerstack_storage_rows_left_out").counters().stream()
                .mapToDouble(each -> each.count())
                .sum())
        .isEqualTo(6);
  }

  @Test
  void hoursOfDurationsAreTheNearestOnes() {
    long hour = 3_600_000_000L;
    assertThat(SpanRows.hourMillis(10 * hour)).isEqualTo(36_000_000);
    assertThat(SpanRows.hourMillis(10 * hour + hour / 2 - 1)).isEqualTo(36_000_000);
    assertThat(SpanRows.hourMillis(10 * hour + hour / 2)).isEqualTo(39_600_000);
  }

  /// More partitions in a request are a warning in every server's log.
  @Test
  void rowsThatAreAloneInTheirPartitionGoTenAtATime() {
    var span = TestSpan.of("shop", "GET /");
    for (int i = 0; i < 25; i++) {
      span.tag("key" + i, "value");
    }
    assertThat(groups(span.build()))
        .filteredOn(group -> group.table() == Table.TAG_INDEX)
        .extracting(group -> group.rows().size())
        .containsExactlyInAnyOrder(10, 10, 5);
  }

  @Test
  void rowsOfSeveralPartitionsStayBelowWhatServersWarnOf() {
    var span = TestSpan.of("shop", "GET /");
    for (int i = 0; i < 40; i++) {
      span.tag("key" + i + "x".repeat(i * 6), "y".repeat(240));
    }
    assertThat(groups(span.build()))
        .filteredOn(group -> group.table() == Table.TAG_INDEX)
        .allSatisfy(group -> assertThat(group.bytes()).isLessThanOrEqualTo(4_096))
        .hasSizeGreaterThan(4);
  }

  @Test
  void spansAndNamesAreNotSentWithOthers() {
    Span[] spans = {
      TestSpan.of("shop", "GET /").build(), TestSpan.of("cart", "GET /").build(),
    };
    assertThat(groups(spans))
        .filteredOn(group -> group.table() == Table.TRACES || group.name() != null)
        .hasSize(6)
        .allSatisfy(group -> assertThat(group.rows()).hasSize(1));
  }

  /// One of the partitions may be away: the rows of the others are not to wait for it.
  @Test
  void partitionsThatFailedTogetherComeApart() {
    RowGroup tags =
        groups(TestSpan.of("shop", "GET /").tag("a", "1").tag("b", "2").build()).stream()
            .filter(group -> group.table() == Table.TAG_INDEX)
            .findFirst()
            .orElseThrow();
    assertThat(tags.again()).hasSize(2).allSatisfy(half -> assertThat(half.again()).hasSize(1));

    Span one = TestSpan.of("shop", "GET /").tag("a", "1").build();
    Span other = TestSpan.of("shop", "GET /").tag("a", "1").build();
    RowGroup partition =
        groups(one, other).stream()
            .filter(group -> group.table() == Table.TAG_INDEX)
            .findFirst()
            .orElseThrow();
    assertThat(partition.rows()).hasSize(2);
    assertThat(partition.again()).containsExactly(partition);
  }
}
