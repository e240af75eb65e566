package io.jaegerstack.agent.reporter;

import static java.util.Objects.requireNonNull;

import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.ledger.Hop;
import io.jaegerstack.model.SpanBatch;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// What became of batches: all of them in the ledger, by spans, and those of each format under the
/// names that Jaeger's agent has.
public final class ReporterCounts {
  /// Of one format.
  public static final class OfFormat {
    private final LongAdder batchesSubmitted = new LongAdder();
    private final LongAdder batchesFailed = new LongAdder();
    private final LongAdder spansSubmitted = new LongAdder();
    private final LongAdder spansFailed = new LongAdder();
    private final AtomicLong lastRequestSpans = new AtomicLong();

    /// Batches that a collector acknowledged.
    public long batchesSubmitted() {
      return batchesSubmitted.sum();
    }

    /// Batches lost, for whatever reason.
    public long batchesFailed() {
      return batchesFailed.sum();
    }

    /// Spans that a collector acknowledged.
    public long spansSubmitted() {
      return spansSubmitted.sum();
    }

    /// Spans lost, for whatever reason.
    public long spansFailed() {
      return spansFailed.sum();
    }

    /// Spans in the last request that had any.
    public long lastRequestSpans() {
      return lastRequestSpans.get();
    }
  }

  private final Hop hop;
  private final Map<BatchFormat, OfFormat> formats = new EnumMap<>(BatchFormat.class);

  ReporterCounts(Hop hop) {
    this.hop = hop;
    for (BatchFormat format : BatchFormat.values()) {
      formats.put(format, new OfFormat());
    }
  }

  public OfFormat of(BatchFormat format) {
    return requireNonNull(formats.get(format), format::label);
  }

  /// A batch came in, with the spans that its reader left out.
  void received(SpanBatch batch, BatchFormat format) {
    hop.received(batch.size() + batch.leftOut());
    hop.dropped(DropReason.MALFORMED, batch.leftOut());
    of(format).spansFailed.add(batch.leftOut());
  }

  /// A request with these batches is about to go out.
  void sending(List<ReportedBatch> group) {
    for (BatchFormat format : BatchFormat.values()) {
      long spans = ReportedBatch.spans(group.stream().filter(b -> b.format() == format).toList());
      if (spans > 0) {
        of(format).lastRequestSpans.setRelease(spans);
      }
    }
  }

  /// A collector has these batches.
  void forwarded(List<ReportedBatch> group) {
    hop.forwarded(ReportedBatch.spans(group));
    for (ReportedBatch batch : group) {
      of(batch.format()).batchesSubmitted.increment();
      of(batch.format()).spansSubmitted.add(batch.size());
    }
  }

  /// These batches will not be delivered.
  void dropped(DropReason reason, List<ReportedBatch> group) {
    hop.dropped(reason, ReportedBatch.spans(group));
    for (ReportedBatch batch : group) {
      of(batch.format()).batchesFailed.increment();
      of(batch.format()).spansFailed.add(batch.size());
    }
  }
}
