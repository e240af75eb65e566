package io.jaegerstack.wire.proto;

/// `google.protobuf.Timestamp` or `Duration`; one that comes in several parts is merged, as
/// protobuf demands.
final class TimeFields {
  /// Seconds beyond which nanoseconds do not fit a long (year 2262), less one for the nanos.
  private static final long MAX_SECONDS = Long.MAX_VALUE / ApiV2Fields.NANOS_PER_SECOND - 3;

  private long seconds;
  private int nanos;

  void clear() {
    seconds = 0;
    nanos = 0;
  }

  void read(ProtoReader in, int end) {
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      if (tag == ApiV2Fields.SECONDS) {
        seconds = in.varint(end);
      } else if (tag == ApiV2Fields.NANOS) {
        nanos = in.int32(end);
      } else {
        in.skip(tag, end);
      }
    }
  }

  /// Nanoseconds; the nearest long where they do not fit.
  long toNanos() {
    if (seconds > MAX_SECONDS) {
      return Long.MAX_VALUE;
    }
    if (seconds < -MAX_SECONDS) {
      return Long.MIN_VALUE;
    }
    return seconds * ApiV2Fields.NANOS_PER_SECOND + nanos;
  }
}
