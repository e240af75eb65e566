package io.jaegerstack.faults.judge;

import java.util.List;

/// Where stored spans are read back from.
public interface StoredTraces {
  /// Every copy of every span of a trace, none where there is no such trace.
  List<StoredSpan> trace(String traceId);
}
