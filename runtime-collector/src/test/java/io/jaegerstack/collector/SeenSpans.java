package io.jaegerstack.collector;

import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.storage.SpanWriter;
import io.jaegerstack.storage.WriteOutcome;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// A storage that takes everything and keeps no more of it than the ids of spans.
public final class SeenSpans implements SpanWriter {
  /// Ids of good spans begin beyond those that tests make up.
  private static final long FIRST = 1L << 40;

  private final Set<Long> ids = ConcurrentHashMap.newKeySet();
  private final AtomicLong next = new AtomicLong(FIRST);

  /// An id that no other span has.
  public long nextId() {
    return next.getAndIncrement();
  }

  public void await(long id) {
    Eventually.await("span " + id + " stored", () -> ids.contains(id));
  }

  @Override
  public void write(List<SpanBatch> batches, WriteOutcome outcome) {
    for (SpanBatch batch : batches) {
      for (int i = 0; i < batch.size(); i++) {
        ids.add(batch.span(i).spanId);
        outcome.stored(batch.span(i));
      }
    }
  }
}
