package io.jaegerstack.agent.reporter;

import static java.util.Objects.requireNonNull;

import io.jaegerstack.ledger.DropReason;
import io.jaegerstack.ledger.Hop;
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

  private static final BatchFormat[] FORMATS = BatchFormat.values();

  private final Hop hop;
  private final Map<BatchFormat, OfFormat> formats = new EnumMap<>(BatchFormat.class);

  public ReporterCounts(Hop hop) {
    this.hop = hop;
    for (BatchFormat format : FORMATS) {
      formats.put(format, new OfFormat());
    }
  }

  public OfFormat of(BatchFormat format) {
    return requireNonNull(formats.get(format), format::label);
  }

  /// A frame came in, with the spans that readers leave out.
  void received(FrameTally tally) {
    for (BatchFormat format : FORMATS) {
      int leftOut = tally.leftOut(format);
      hop.received(tally.spans(format) + leftOut);
      if (leftOut > 0) {
        hop.dropped(DropReason.MALFORMED, leftOut);
        of(format).spansFailed.add(leftOut);
      }
    }
  }

  /// A frame is about to go out.
  public void sending(Frame frame) {
    for (BatchFormat format : FORMATS) {
      int spans = frame.tally().spans(format);
      if (spans > 0) {
        of(format).lastRequestSpans.setRelease(spans);
      }
    }
  }

  /// A collector has this frame.
  public void forwarded(Frame frame) {
    hop.forwarded(frame.spans());
    for (BatchFormat format : FORMATS) {
      of(format).batchesSubmitted.add(frame.tally().packets(format));
      of(format).spansSubmitted.add(frame.tally().spans(format));
    }
  }

  /// This frame will not be delivered.
  public void dropped(DropReason reason, Frame frame) {
    hop.dropped(reason, frame.spans());
    for (BatchFormat format : FORMATS) {
      of(format).batchesFailed.add(frame.tally().packets(format));
      of(format).spansFailed.add(frame.tally().spans(format));
    }
  }

  /// Spans that a dead agent had left on the disk are this one's.
  public void adopted(long spans) {
    hop.received(spans);
  }

  /// Spans on the disk will not be delivered.
  public void dropped(DropReason reason, long spans) {
    hop.dropped(reason, spans);
  }

  /// Spans that were counted when they came in, and are not to be found any more.
  void missing(long spans) {
    hop.dropped(DropReason.INTERNAL_ERROR, spans);
  }

  /// A request with these batches is about to go out.
  void sending(List<ReportedBatch> group) {
    for (BatchFormat format : FORMATS) {
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
