package io.jaegerstack.storage.memory;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.storage.SpanWriter;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.WriteOutcome;
import io.jaegerstack.storage.segments.FramedWrite;
import java.util.List;

/// Encodes spans on the caller's thread, and hands them to the engine frame by frame.
final class MemoryWriter implements SpanWriter {
  private final MemoryStore store;
  private final Bounds bounds;

  MemoryWriter(MemoryStore store, Bounds bounds) {
    this.store = store;
    this.bounds = bounds;
  }

  @Override
  public void write(List<SpanBatch> batches, WriteOutcome outcome) {
    String limit = "memory.max-bytes, which is " + bounds.maxBytes();
    new FramedWrite(bounds.largestSpan(), limit, (frame, spans) -> add(frame, spans, outcome))
        .write(batches, outcome);
  }

  private void add(byte[] frame, List<FlatSpan> spans, WriteOutcome outcome) {
    try {
      store.add(frame, spans.size());
    } catch (StorageException refused) {
      for (FlatSpan span : spans) {
        outcome.failed(span, refused.kind(), String.valueOf(refused.getMessage()));
      }
      return;
    }
    spans.forEach(outcome::stored);
  }
}
