package io.jaegerstack.wire.proto;

/// Trace and span ids as bytes fields, highest byte first.
final class IdFields {
  private static final int LONG_TRACE_ID = 2 * Long.BYTES;

  long traceIdHigh;
  long traceIdLow;

  void clear() {
    traceIdHigh = 0;
    traceIdLow = 0;
  }

  /// A trace id of 16 bytes, or of 8 as the first Jaeger clients had them.
  void readTraceId(ProtoReader in, int end) {
    int at = in.position;
    int length = in.length(end);
    if (length == LONG_TRACE_ID) {
      traceIdHigh = in.bigEndian(in.position);
      traceIdLow = in.bigEndian(in.position + Long.BYTES);
    } else if (length == Long.BYTES) {
      traceIdHigh = 0;
      traceIdLow = in.bigEndian(in.position);
    } else {
      throw ProtoReader.malformed("trace id has " + length + " bytes, expected 16 or 8", at);
    }
    in.position += length;
  }

  /// A span id of 8 bytes.
  static long spanId(ProtoReader in, int end) {
    int at = in.position;
    int length = in.length(end);
    if (length != Long.BYTES) {
      throw ProtoReader.malformed("span id has " + length + " bytes, expected 8", at);
    }
    in.position += length;
    return in.bigEndian(in.position - length);
  }

  /// A trace id of 16 bytes, or of none: how OpenTelemetry's collector writes an absent one.
  void readTraceIdOrNone(ProtoReader in, int end) {
    int at = in.position;
    int length = in.length(end);
    clear();
    if (length == LONG_TRACE_ID) {
      traceIdHigh = in.bigEndian(in.position);
      traceIdLow = in.bigEndian(in.position + Long.BYTES);
    } else if (length != 0) {
      throw ProtoReader.malformed("trace id has " + length + " bytes, expected 16 or 0", at);
    }
    in.position += length;
  }

  /// A span id of 8 bytes, or 0 where it has none.
  static long spanIdOrNone(ProtoReader in, int end) {
    int at = in.position;
    int length = in.length(end);
    if (length == 0) {
      return 0;
    }
    if (length != Long.BYTES) {
      throw ProtoReader.malformed("span id has " + length + " bytes, expected 8 or 0", at);
    }
    in.position += length;
    return in.bigEndian(in.position - length);
  }
}
