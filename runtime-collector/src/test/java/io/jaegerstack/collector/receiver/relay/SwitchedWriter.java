package io.jaegerstack.collector.receiver.relay;

import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.storage.SpanWriter;
import io.jaegerstack.storage.StorageException.Kind;
import io.jaegerstack.storage.WriteOutcome;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A storage that is away until it is there, and then stores; one span it refuses in either case.
final class SwitchedWriter implements SpanWriter {
  private final Queue<Long> stored = new ConcurrentLinkedQueue<>();
  private volatile boolean isThere;
  private volatile long refused = -1;

  SwitchedWriter refusing(long spanId) {
    refused = spanId;
    return this;
  }

  void comeBack() {
    isThere = true;
  }

  /// Ids of spans, as often as they were stored.
  List<Long> stored() {
    return List.copyOf(stored);
  }

  @Override
  public void write(List<SpanBatch> batches, WriteOutcome outcome) {
    for (SpanBatch batch : batches) {
      for (int i = 0; i < batch.size(); i++) {
        if (batch.span(i).spanId == refused) {
          outcome.failed(batch.span(i), Kind.INVALID, "mapper_parsing_exception");
        } else if (isThere) {
          stored.add(batch.span(i).spanId);
          outcome.stored(batch.span(i));
        } else {
          outcome.failed(batch.span(i), Kind.UNAVAILABLE, "connection refused");
        }
      }
    }
  }
}
