package io.jaegerstack.agent.reporter;

import io.jaegerstack.model.SpanBatch;
import java.util.List;

/// A batch on its way to a collector that takes spans.
///
/// @param frame that it is in
/// @param wireBytes of the packet that it came in
record ReportedBatch(Frame frame, SpanBatch spans, BatchFormat format, int wireBytes) {
  int size() {
    return spans.size();
  }

  /// The same spans in two batches.
  List<ReportedBatch> halves() {
    int middle = size() / 2;
    return List.of(part(0, middle), part(middle, size()));
  }

  /// Spans bring the bytes that they are made of along.
  private ReportedBatch part(int from, int to) {
    var part = new SpanBatch(new byte[0]);
    for (int i = from; i < to; i++) {
      part.add(spans.span(i));
    }
    return new ReportedBatch(frame, part, format, wireBytes / 2);
  }

  static long spans(List<ReportedBatch> batches) {
    return batches.stream().mapToLong(ReportedBatch::size).sum();
  }
}
