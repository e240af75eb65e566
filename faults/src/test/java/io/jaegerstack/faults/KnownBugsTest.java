package io.jaegerstack.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jaegerstack.faults.DoubleCollector.Bug;
import io.jaegerstack.faults.judge.Allowance;
import io.jaegerstack.faults.judge.Judge;
import io.jaegerstack.faults.judge.Settlement;
import io.jaegerstack.faults.traffic.SentBook;
import io.jaegerstack.faults.traffic.SpanPlan;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Bugs that others have shipped, planted back: the judge must see every one of them.
class KnownBugsTest {
  private static final int SPANS = 10;
  private static final int BATCHES = 200;

  /// Spans of the batches in which a bug shows.
  private static final int WRONG = BATCHES / 10 * SPANS;

  /// What the judge says first of each.
  private static final Map<Bug, String> SAID =
      Map.ofEntries(
          Map.entry(Bug.ACKNOWLEDGES_AND_DROPS_WHEN_FULL, WRONG + " spans acknowledged and absent"),
          Map.entry(Bug.ACKNOWLEDGES_AND_FORGETS, WRONG + " spans unexplained"),
          Map.entry(Bug.IGNORES_ERRORS_OF_ITEMS, WRONG + " spans unexplained"),
          Map.entry(Bug.GIVES_UP_RETRYING, WRONG + " spans acknowledged and absent"),
          Map.entry(Bug.MISCOUNTS_A_DROP, WRONG / SPANS + " spans unexplained"),
          Map.entry(Bug.COUNTS_AS_LOST_AND_STORES, -WRONG + " spans unexplained"),
          Map.entry(Bug.REFUSES_AND_STORES, WRONG + " spans refused and stored"),
          Map.entry(Bug.CHANGES_CONTENT, WRONG + " spans corrupt"),
          Map.entry(Bug.INVENTS, WRONG / SPANS + " spans invented"),
          Map.entry(Bug.KEEPS_SOME, WRONG + " spans unexplained"));

  private static Settlement settle(Bug bug) {
    var collector = new DoubleCollector(bug);
    var book = new SentBook();
    var plan = SpanPlan.of(1, "double");
    for (long number = 0; number < BATCHES; number++) {
      var batch = plan.batch(number);
      book.attempt(batch, "double", collector.send(batch));
    }
    return new Judge(book, SPANS).settle(collector, collector.accounts(), Allowance.NONE);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "STORES_TWICE"})
  void turnsTheJudgeRed(Bug bug) {
    Settlement settled = settle(bug);
    assertThat(settled.problems()).as(settled.table()).isNotEmpty();
    assertThat(settled.problems().getFirst()).startsWith(SAID.get(bug));
  }

  @Test
  void duplicatesStandApart() {
    Settlement settled = settle(Bug.STORES_TWICE);
    assertThat(settled.duplicates()).isEqualTo(WRONG);
    assertThat(settled.problems()).isEmpty();
  }

  @Test
  void nothingIsWrongWithoutABug() {
    Settlement settled = settle(Bug.NONE);
    assertThat(settled.problems()).isEmpty();
    assertThat(settled.stored()).isEqualTo(BATCHES * SPANS);
  }
}
