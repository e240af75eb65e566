package io.jaegerstack.storage.blackhole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.storage.Room;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageFactory;
import io.jaegerstack.storage.contract.RecordedOutcome;
import io.jaegerstack.storage.contract.TestSpan;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlackholeStorageTest {
  private final Storage storage =
      StorageFactory.of("blackhole")
          .open(
              SettingValues.defaults(Catalogue.of(Component.COLLECTOR)), new SimpleMeterRegistry());

  @Test
  void acknowledgesEachSpanOnceAndFindsNoneOfThem() {
    Span first = TestSpan.of("shop", "pay").build();
    var outcome = new RecordedOutcome();
    List<SpanBatch> batches =
        List.of(
            SpanBatch.of(List.of(first, TestSpan.of("shop", "sell").build())),
            SpanBatch.of(List.of(TestSpan.of("bank", "take").build())));

    storage.writer().write(batches, outcome);

    outcome.assertAllStored(batches);
    assertThat(storage.reader().trace(first.traceId(), Room.UNBOUNDED)).isEmpty();
    assertThat(storage.reader().services()).isEmpty();
  }

  @Test
  void isAlwaysThereAndLeavesNothingUnanswered() {
    storage.check();

    assertThat(storage.close(Duration.ZERO)).isZero();
  }

  @Test
  void aProcessNamesTheStoragesItHasWhereAnotherIsAskedFor() {
    assertThatThrownBy(() -> StorageFactory.of("local"))
        .isInstanceOf(SettingException.class)
        .hasMessage(
            "--span-storage.type (SPAN_STORAGE_TYPE) is \"local\", expected one of blackhole:"
                + " this process has no other");
  }
}
