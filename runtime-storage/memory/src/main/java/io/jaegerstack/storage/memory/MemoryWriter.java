package io.jaegerstack.storage.memory;

import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.Key;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.model.TagType;
import io.jaegerstack.storage.Operation;
import io.jaegerstack.storage.SpanWriter;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.WriteOutcome;
import io.jaegerstack.storage.memory.TraceTables.Arrival;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Encodes spans on the caller's thread, and hands them to the tables batch by batch.
final class MemoryWriter implements SpanWriter {
  private static final Key SPAN_KIND = Key.of("span.kind");
  private static final Set<String> KINDS =
      Set.of("server", "client", "producer", "consumer", "internal");

  private final TraceTables tables;
  private final Bounds bounds;
  private volatile boolean closed;

  MemoryWriter(TraceTables tables, Bounds bounds) {
    this.tables = tables;
    this.bounds = bounds;
  }

  void close() {
    closed = true;
  }

  @Override
  public void write(List<SpanBatch> batches, WriteOutcome outcome) {
    var encoder = new SpanEncoder();
    for (SpanBatch batch : batches) {
      write(batch, encoder, outcome);
    }
  }

  private void write(SpanBatch batch, SpanEncoder encoder, WriteOutcome outcome) {
    var processes = new IdentityHashMap<FlatProcess, StoredProcess>();
    var arrivals = new ArrayList<Arrival>(batch.size());
    var taken = new ArrayList<FlatSpan>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      FlatSpan span = batch.span(i);
      var arrival = new Arrival(span.traceId(), encode(span, encoder, processes));
      if (closed) {
        outcome.failed(span, StorageException.Kind.UNAVAILABLE, "the memory storage is closed");
      } else if (arrival.bytesAlone() > bounds.maxBytes()) {
        outcome.failed(span, StorageException.Kind.INVALID, tooLarge(arrival));
      } else {
        arrivals.add(arrival);
        taken.add(span);
      }
    }
    tables.add(arrivals);
    if (taken.size() == batch.size()) {
      outcome.stored(batch);
    } else {
      taken.forEach(outcome::stored);
    }
  }

  private String tooLarge(Arrival arrival) {
    return "span of %d bytes, expected at most memory.max-bytes, which is %d"
        .formatted(arrival.bytesAlone(), bounds.maxBytes());
  }

  private static StoredSpan encode(
      FlatSpan span, SpanEncoder encoder, Map<FlatProcess, StoredProcess> processes) {
    StoredProcess process =
        processes.computeIfAbsent(
            span.process,
            flat -> new StoredProcess(flat.serviceName().text(), encoder.encode(flat.tags())));
    return new StoredSpan(
        span.spanId,
        span.startNanos,
        span.durationNanos,
        new StoredOperation(new Operation(span.operation.text(), kind(span.tags))),
        process,
        encoder.encode(span));
  }

  private static String kind(FlatTags tags) {
    int index = tags.indexOf(SPAN_KIND);
    if (index < 0 || tags.type(index) != TagType.STRING) {
      return "";
    }
    String kind = tags.text(index);
    return KINDS.contains(kind) ? kind : "";
  }
}
