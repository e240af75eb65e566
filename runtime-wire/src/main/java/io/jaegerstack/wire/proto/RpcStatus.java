package io.jaegerstack.wire.proto;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// `google.rpc.Status` as protobuf bytes: how OTLP says why it refuses, and when to come back
/// (`google.rpc.RetryInfo` in its details).
public final class RpcStatus {
  private static final String RETRY_INFO = "type.googleapis.com/google.rpc.RetryInfo";

  private static final int CODE = 1;
  private static final int MESSAGE = 2;
  private static final int DETAILS = 3;
  private static final int ANY_TYPE = 1;
  private static final int ANY_VALUE = 2;
  private static final int RETRY_DELAY = 1;
  private static final int SECONDS = 1;
  private static final int NANOS = 2;

  /// Protobuf wire types.
  private static final int VARINT = 0;

  private static final int LENGTH_DELIMITED = 2;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private RpcStatus() {}

  /// A status with code and message.
  public static byte[] toBytes(int code, String message) {
    return status(code, message).out.toByteArray();
  }

  /// A status that asks to come back after `retryAfter`.
  public static byte[] toBytes(int code, String message, Duration retryAfter) {
    byte[] delay =
        new RpcStatus()
            .number(SECONDS, retryAfter.toSeconds())
            .number(NANOS, retryAfter.toNanosPart())
            .out
            .toByteArray();
    byte[] retryInfo = new RpcStatus().bytes(RETRY_DELAY, delay).out.toByteArray();
    byte[] any =
        new RpcStatus().text(ANY_TYPE, RETRY_INFO).bytes(ANY_VALUE, retryInfo).out.toByteArray();
    return status(code, message).bytes(DETAILS, any).out.toByteArray();
  }

  /// A status with code and message, as JSON.
  public static String toJson(int code, String message) {
    var json = new StringBuilder().append("{\"code\":").append(code).append(",\"message\":\"");
    for (int i = 0; i < message.length(); i++) {
      char c = message.charAt(i);
      if (c == '"' || c == '\\' || c < ' ') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append("\"}").toString();
  }

  private static RpcStatus status(int code, String message) {
    return new RpcStatus().number(CODE, code).text(MESSAGE, message);
  }

  private RpcStatus number(int field, long value) {
    if (value != 0) {
      varint(field << 3 | VARINT);
      varint(value);
    }
    return this;
  }

  private RpcStatus text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  private RpcStatus bytes(int field, byte[] value) {
    varint(field << 3 | LENGTH_DELIMITED);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  private void varint(long value) {
    long left = value;
    while ((left & ~0x7fL) != 0) {
      out.write((int) (left & 0x7f | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
  }
}
