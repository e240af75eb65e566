package io.jaegerstack.storage.cassandra;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.storage.StorageException.Kind;
import io.jaegerstack.storage.Unanswered;
import io.jaegerstack.storage.WriteOutcome;
import java.util.List;

/// How many rows each span of a write still waits for. A span is reported once: as stored with its
/// last row, or as failed with the first that is given up. One thread.
final class WriteProgress {
  private static final int REPORTED = -1;

  private final FlatSpan[] spans;
  private final int[] waiting;
  private final WriteOutcome outcome;
  private final Unanswered.Write open;
  private int size;

  WriteProgress(int spans, WriteOutcome outcome, Unanswered.Write open) {
    this.spans = new FlatSpan[spans];
    this.waiting = new int[spans];
    this.outcome = outcome;
    this.open = open;
  }

  /// Takes up a span, and gives back the number by which rows know it.
  int add(FlatSpan span) {
    spans[size] = span;
    return size++;
  }

  /// Has the spans wait for `groups`, once for each row.
  void await(List<RowGroup> groups) {
    for (RowGroup group : groups) {
      for (CqlRow row : group.rows()) {
        for (int i = 0; i < row.spanCount(); i++) {
          waiting[row.span(i)]++;
        }
      }
    }
  }

  void stored(RowGroup group) {
    for (CqlRow row : group.rows()) {
      for (int i = 0; i < row.spanCount(); i++) {
        stored(row.span(i));
      }
    }
  }

  private void stored(int span) {
    if (waiting[span] != REPORTED && --waiting[span] == 0) {
      waiting[span] = REPORTED;
      outcome.stored(spans[span]);
      open.answered();
    }
  }

  void failed(RowGroup group, Kind kind, String detail) {
    for (CqlRow row : group.rows()) {
      for (int i = 0; i < row.spanCount(); i++) {
        failed(row.span(i), kind, detail);
      }
    }
  }

  private void failed(int span, Kind kind, String detail) {
    if (waiting[span] != REPORTED) {
      waiting[span] = REPORTED;
      outcome.failed(spans[span], kind, detail);
      open.answered();
    }
  }
}
