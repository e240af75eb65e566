package io.jaegerstack.collector.receiver.relay;

import io.jaegerstack.collector.pipeline.Origin;
import io.jaegerstack.model.SpanBatch;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The spans of one frame: a batch for each format in it, which is one as a rule. All are slices of
/// the frame's body.
final class FrameContents {
  /// Spans of one format.
  record Part(Origin origin, SpanBatch batch) {}

  /// Eight required fields of a span take at least two bytes each.
  private static final int LEAST_SPAN_BYTES = 16;

  private final byte[] body;
  private final Map<Origin, SpanBatch> batches = new EnumMap<>(Origin.class);
  private int malformedBytes;

  FrameContents(byte[] body) {
    this.body = body;
  }

  /// @param addedBytes heap that the packet's spans take beside what they came in
  void add(Origin origin, SpanBatch packet, long addedBytes) {
    SpanBatch batch = batches.computeIfAbsent(origin, first -> new SpanBatch(body));
    for (int i = 0; i < packet.size(); i++) {
      batch.add(packet.span(i));
    }
    batch.addRetained(addedBytes);
  }

  /// Notes a packet that could not be read.
  void malformed(int bytes) {
    malformedBytes += bytes;
  }

  List<Part> parts() {
    var parts = new ArrayList<Part>(batches.size());
    batches.forEach((origin, batch) -> parts.add(new Part(origin, batch)));
    return parts;
  }

  int spans() {
    int spans = 0;
    for (SpanBatch batch : batches.values()) {
      spans += batch.size();
    }
    return spans;
  }

  /// Spans that `bytes` bytes can hold.
  static int mostSpans(int bytes) {
    return bytes / LEAST_SPAN_BYTES;
  }

  /// Heap that all parts hold, as the queue counts it.
  long retainedBytes() {
    long bytes = 0;
    for (SpanBatch batch : batches.values()) {
      bytes += batch.retainedBytes();
    }
    return bytes;
  }

  /// Spans that the agent counted and that cannot be stored, because their packets could not be
  /// read here. Those without ids are not among them: the agent has counted and dropped them
  /// itself, and passes them on only because a packet travels as it came.
  ///
  /// @param counted by the agent, in the whole frame; believed as far as the bytes allow it
  int unreadable(int counted) {
    int missing = Math.max(0, counted - spans());
    return Math.min(missing, mostSpans(malformedBytes));
  }
}
