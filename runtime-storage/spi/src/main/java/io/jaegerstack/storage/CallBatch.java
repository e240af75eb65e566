package io.jaegerstack.storage;

import java.util.List;

/// Some spans of a window and what there is to know about their families.
///
/// @param started spans that started in the window
/// @param relatives spans that share a trace and a span id with a parent of those, or with one of
///   those itself; they may be of other windows, and may be among `started` too
public record CallBatch(List<CallSpan> started, List<CallSpan> relatives) {
  public CallBatch {
    started = List.copyOf(started);
    relatives = List.copyOf(relatives);
  }
}
