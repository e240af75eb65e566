package io.jaegerstack.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.jaegerstack.model.SpanBatch;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a [io.jaegerstack.storage.Storage] as a whole must do.
public abstract class LifecycleContract extends StorageContract {
  @Test
  void saysThatItCanBeUsed() {
    assertThatCode(() -> underTest().storage().check()).doesNotThrowAnyException();
  }

  @Test
  void opensWithoutDoingAnything() {
    assertThatCode(() -> underTest().openAnother().close()).doesNotThrowAnyException();
  }

  @Test
  void closesTwice() {
    var storage = underTest().openAnother();
    storage.close();
    assertThatCode(storage::close).doesNotThrowAnyException();
  }

  @Test
  void reportsEachSpanOnceWhenClosed() {
    var storage = underTest().openAnother();
    storage.close();
    var batches = List.of(SpanBatch.of(List.of(TestSpan.of("late", "x").build())));
    var outcome = new RecordedOutcome();
    storage.writer().write(batches, outcome);
    outcome.assertEachReportedOnce(batches);
    assertThat(outcome.storedSpans()).isZero();
  }
}
