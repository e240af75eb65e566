package io.jaegerstack.storage.local;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.storage.SpanWriter;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.WriteOutcome;
import io.jaegerstack.storage.segments.Engine;
import io.jaegerstack.storage.segments.FramedWrite;
import io.jaegerstack.storage.segments.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Hands spans to the engine frame by frame, and says that they are stored when the log has them on
/// the disk.
final class LocalWriter implements SpanWriter {
  /// A larger span would be most of a head, bytes.
  private static final long LARGEST_SPAN = 16L << 20;

  /// Frames whose fsync is awaited.
  private record Appended(List<FlatSpan> spans, Journal.Ticket ticket) {}

  private final Engine engine;
  private final AtomicLong unanswered = new AtomicLong();

  LocalWriter(Engine engine) {
    this.engine = engine;
  }

  /// Spans that wait for their fsync.
  long unanswered() {
    return unanswered.get();
  }

  @Override
  public void write(List<SpanBatch> batches, WriteOutcome outcome) {
    var appended = new ArrayList<Appended>();
    new FramedWrite(
            LARGEST_SPAN,
            "the largest, which is " + LARGEST_SPAN,
            (frame, spans) -> append(frame, spans, appended, outcome))
        .write(batches, outcome);
    for (Appended each : appended) {
      await(each, outcome);
    }
  }

  private void append(
      byte[] frame, List<FlatSpan> spans, List<Appended> appended, WriteOutcome outcome) {
    try {
      appended.add(new Appended(spans, engine.append(frame)));
      unanswered.addAndGet(spans.size());
    } catch (StorageException refused) {
      fail(spans, refused, outcome);
    }
  }

  private void await(Appended appended, WriteOutcome outcome) {
    try {
      appended.ticket.await();
    } catch (StorageException lost) {
      fail(appended.spans, lost, outcome);
      return;
    } finally {
      unanswered.addAndGet(-appended.spans.size());
    }
    appended.spans.forEach(outcome::stored);
  }

  private static void fail(List<FlatSpan> spans, StorageException why, WriteOutcome outcome) {
    for (FlatSpan span : spans) {
      outcome.failed(span, why.kind(), String.valueOf(why.getMessage()));
    }
  }
}
