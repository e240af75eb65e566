package io.jaegerstack.wire.proto;

/// `google.protobuf.Timestamp` or `Duration`; one that comes in several parts is merged, as
/// protobuf demands.
final class TimeFields {
  /// Seconds whose nanoseconds fit a long (year 2262).
  private static final long MAX_SECONDS = Long.MAX_VALUE / ApiV2Fields.NANOS_PER_SECOND;

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
    boolean isBelow = seconds < 0 && nanos > 0;
    long whole = isBelow ? seconds + 1 : seconds;
    long rest = isBelow ? nanos - ApiV2Fields.NANOS_PER_SECOND : nanos;
    if (whole > MAX_SECONDS) {
      return Long.MAX_VALUE;
    }
    if (whole < -MAX_SECONDS) {
      return Long.MIN_VALUE;
    }
    long known = whole * ApiV2Fields.NANOS_PER_SECOND;
    long sum = known + rest;
    boolean isBeyond = ((known ^ sum) & (rest ^ sum)) < 0;
    return !isBeyond ? sum : rest < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }
}
