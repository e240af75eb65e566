package io.jaegerstack.storage.segments;

import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.storage.StorageException;
import io.jaegerstack.storage.WriteOutcome;
import io.jaegerstack.storage.segments.span.FrameEncoder;
import java.util.ArrayList;
import java.util.List;

/// One write: cuts batches into frames, and leaves out spans that are too large. One thread.
public final class FramedWrite {
  /// Spans of a frame; more of them are another frame.
  private static final int MOST_SPANS = 1_000;

  /// Told of each frame.
  @FunctionalInterface
  public interface Target {
    void frame(byte[] frame, List<FlatSpan> spans);
  }

  private final long mostBytes;
  private final String limit;
  private final Target target;
  private final FrameEncoder encoder = new FrameEncoder();

  /// @param mostBytes of one span with its process
  /// @param limit what says so, for messages: `memory.max-bytes, which is 1024`
  public FramedWrite(long mostBytes, String limit, Target target) {
    this.mostBytes = mostBytes;
    this.limit = limit;
    this.target = target;
  }

  /// Hands on all spans of `batches`, but those that are too large, of which `outcome` is told.
  public void write(List<SpanBatch> batches, WriteOutcome outcome) {
    for (SpanBatch batch : batches) {
      for (int from = 0; from < batch.size(); from += MOST_SPANS) {
        var spans = new ArrayList<FlatSpan>();
        for (int i = from; i < Math.min(batch.size(), from + MOST_SPANS); i++) {
          spans.add(batch.span(i));
        }
        spans(spans, outcome);
      }
    }
  }

  private void spans(List<FlatSpan> spans, WriteOutcome outcome) {
    byte[] frame = encoder.encode(spans);
    if (frame.length <= mostBytes) {
      target.frame(frame, spans);
      return;
    }
    if (spans.size() > 1) {
      int middle = spans.size() / 2;
      spans(spans.subList(0, middle), outcome);
      spans(spans.subList(middle, spans.size()), outcome);
      return;
    }
    outcome.failed(
        spans.getFirst(),
        StorageException.Kind.INVALID,
        "span of %d bytes, expected at most %s".formatted(frame.length, limit));
  }
}
