package io.jaegerstack.wire.proto;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// OTLP's `ExportTraceServiceResponse`: empty where all spans were taken, else `partial_success`
/// with the number of spans that were not, which senders must not send again.
public final class ExportResponse {
  private static final String WHY = "spans without trace id or span id";

  /// Field 1 of the response, length delimited: `partial_success`.
  private static final int PARTIAL_SUCCESS = 1 << 3 | 2;

  /// Field 1 of partial success, a varint: `rejected_spans`.
  private static final int REJECTED_SPANS = 1 << 3;

  /// Field 2 of partial success, length delimited: `error_message`.
  private static final int ERROR_MESSAGE = 2 << 3 | 2;

  public static byte[] protobuf(int rejected) {
    if (rejected == 0) {
      return new byte[0];
    }
    var partial = new ByteArrayOutputStream();
    partial.write(REJECTED_SPANS);
    int left = rejected;
    while (left > 0x7f) {
      partial.write(left & 0x7f | 0x80);
      left >>>= 7;
    }
    partial.write(left);
    partial.write(ERROR_MESSAGE);
    partial.write(WHY.length());
    partial.writeBytes(WHY.getBytes(StandardCharsets.US_ASCII));
    var response = new ByteArrayOutputStream();
    response.write(PARTIAL_SUCCESS);
    response.write(partial.size());
    response.writeBytes(partial.toByteArray());
    return response.toByteArray();
  }

  /// The same as OTLP's JSON, in which 64-bit numbers are strings.
  public static String json(int rejected) {
    return rejected == 0
        ? "{}"
        : "{\"partialSuccess\":{\"rejectedSpans\":\"%d\",\"errorMessage\":\"%s\"}}"
            .formatted(rejected, WHY);
  }

  private ExportResponse() {}
}
