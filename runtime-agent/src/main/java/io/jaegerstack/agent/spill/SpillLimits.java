package io.jaegerstack.agent.spill;

import java.time.Duration;

/// The log's bounds.
///
/// @param maxBytes of all files, those of dead agents that were taken over included
/// @param maxAge of a record; older ones are dropped
/// @param segmentBytes of one file; no record is larger
/// @param pendingBytes of frames that wait in memory to be written
record SpillLimits(long maxBytes, Duration maxAge, int segmentBytes, long pendingBytes) {
  /// Small enough that a file is gone soon after its last record was settled, and 128 of them make
  /// a gibibyte.
  private static final int SEGMENT_BYTES = 8 << 20;

  /// A second of a disk that writes 8 MiB a second.
  private static final long PENDING_BYTES = 8 << 20;

  /// What a record of a dead agent is given to be sent, however old the clocks say it is: a clock
  /// that was set wrong must not throw away a backlog.
  static final Duration GRACE = Duration.ofMinutes(1);

  /// Records that a segment of so many bytes can have: what a damaged or foreign file says beyond
  /// them is not looked at.
  static long mostRecords(long bytes) {
    return Math.max(bytes, SEGMENT_BYTES) / RecordHeader.BYTES;
  }

  static SpillLimits of(long maxBytes, Duration maxAge) {
    return new SpillLimits(maxBytes, maxAge, SEGMENT_BYTES, PENDING_BYTES);
  }

  int maxRecordBytes() {
    return segmentBytes - RecordHeader.BYTES;
  }
}
