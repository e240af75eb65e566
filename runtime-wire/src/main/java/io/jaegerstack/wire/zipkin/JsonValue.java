package io.jaegerstack.wire.zipkin;

import io.jaegerstack.wire.json.JsonReader;
import io.jaegerstack.wire.thrift.ZipkinSpanWriter;
import io.jaegerstack.wire.thrift.ZipkinSpanWriter.Endpoint;
import io.jaegerstack.wire.thrift.ZipkinSpanWriter.Slice;
import io.jaegerstack.wire.thrift.ZipkinSpanWriter.ValueType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Value of a binary annotation in JSON: a text, a number or a bool, which its type, that may come
/// later, says how to take.
///
/// @param text of the value, as it is written
record JsonValue(String text, boolean isBool) {
  static final JsonValue NONE = new JsonValue("", false);

  /// A value in the form of its type.
  record Typed(ValueType type, byte[] bytes) {
    void addTo(ZipkinSpanWriter out, Slice key, @Nullable Endpoint host) {
      out.binaryAnnotation(key, type, Slice.of(bytes), host);
    }
  }

  static JsonValue read(JsonReader in) {
    char first = in.peek();
    return first == 't' || first == 'f'
        ? new JsonValue(Boolean.toString(in.bool()), true)
        : new JsonValue(in.numberOrString(), false);
  }

  /// As Jaeger takes it: without a type it is what JSON says it is, and a type that nobody knows is
  /// a text's.
  Typed as(String type, JsonFields fields) {
    return switch (type) {
      case "BOOL" -> bool(fields);
      case "I16" -> whole(ValueType.I16, Short.BYTES, fields);
      case "I32" -> whole(ValueType.I32, Integer.BYTES, fields);
      case "I64" -> whole(ValueType.I64, Long.BYTES, fields);
      case "DOUBLE" -> {
        long bits = Double.doubleToRawLongBits(fields.number("value", text));
        yield new Typed(ValueType.DOUBLE, bigEndian(bits, Long.BYTES));
      }
      case "BYTES" -> new Typed(ValueType.BYTES, base64(fields));
      case "" -> isBool ? bool(fields) : string();
      default -> string();
    };
  }

  private Typed string() {
    Slice bytes = JsonFields.slice(text);
    return new Typed(ValueType.STRING, bytes.bytes());
  }

  private Typed bool(JsonFields fields) {
    return switch (text) {
      case "true" -> new Typed(ValueType.BOOL, new byte[] {1});
      case "false" -> new Typed(ValueType.BOOL, new byte[] {0});
      default -> throw fields.unexpected("value", text, "true or false");
    };
  }

  private Typed whole(ValueType type, int bytes, JsonFields fields) {
    long number = fields.wholeNumber("value", text);
    int spare = Long.SIZE - bytes * Byte.SIZE;
    if (number << spare >> spare != number) {
      throw fields.unexpected("value", text, "a number of " + bytes * Byte.SIZE + " bits");
    }
    return new Typed(type, bigEndian(number, bytes));
  }

  private static byte[] bigEndian(long number, int bytes) {
    byte[] all = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    return Arrays.copyOfRange(all, Long.BYTES - bytes, Long.BYTES);
  }

  private byte[] base64(JsonFields fields) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException notBase64) {
      throw fields.unexpected("value", text, "Base64");
    }
  }
}
