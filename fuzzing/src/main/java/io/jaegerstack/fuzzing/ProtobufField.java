package io.jaegerstack.fuzzing;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A field of a protobuf message, as far as it can be told without a schema.
///
/// @param type on the wire: 0 varint, 1 eight bytes, 2 length and bytes, 5 four bytes
/// @param value its bytes without tag and length; nothing where it has `fields`
/// @param fields of a value that looks like a message; may be changed
record ProtobufField(int number, int type, byte[] value, List<ProtobufField> fields) {
  private static final int MOST_FIELDS = 10_000;
  private static final int MOST_NESTED = 12;

  /// The fields of `message`, or null where it is none.
  static @Nullable List<ProtobufField> parse(byte[] message) {
    return parse(message, 0, message.length, MOST_NESTED);
  }

  private static @Nullable List<ProtobufField> parse(byte[] in, int from, int end, int depthLeft) {
    var fields = new ArrayList<ProtobufField>();
    int at = from;
    while (at < end) {
      int afterTag = passVarint(in, at, end);
      if (afterTag < 0 || afterTag - at > 2 || fields.size() > MOST_FIELDS) {
        return null;
      }
      int tag = afterTag - at == 1 ? in[at] : in[at] & 0x7f | in[at + 1] << 7;
      int start = afterTag;
      int next =
          switch (tag & 7) {
            case 0 -> passVarint(in, afterTag, end);
            case 1 -> afterTag + Long.BYTES;
            case 5 -> afterTag + Integer.BYTES;
            case 2 -> {
              start = passVarint(in, afterTag, end);
              int length = start < 0 || start - afterTag > 3 ? -1 : length(in, afterTag, start);
              yield length < 0 ? -1 : start + length;
            }
            default -> -1;
          };
      if (next < 0 || next > end || tag >> 3 == 0) {
        return null;
      }
      fields.add(field(in, tag, start, next, depthLeft));
      at = next;
    }
    return fields;
  }

  private static ProtobufField field(byte[] in, int tag, int start, int end, int depthLeft) {
    List<ProtobufField> inner =
        (tag & 7) == 2 && depthLeft > 0 && end > start
            ? parse(in, start, end, depthLeft - 1)
            : null;
    byte[] value = inner == null ? Arrays.copyOfRange(in, start, end) : new byte[0];
    return new ProtobufField(tag >> 3, tag & 7, value, inner == null ? List.of() : inner);
  }

  /// Where the varint at `at` ends; -1 where it does not.
  private static int passVarint(byte[] in, int at, int end) {
    for (int i = at; i < end && i < at + 10; i++) {
      if (in[i] >= 0) {
        return i + 1;
      }
    }
    return -1;
  }

  private static int length(byte[] in, int at, int end) {
    int value = 0;
    for (int i = end - 1; i >= at; i--) {
      value = value << 7 | in[i] & 0x7f;
    }
    return value;
  }

  ProtobufField with(int otherNumber) {
    return new ProtobufField(otherNumber, type, value, fields);
  }

  /// The same number with a value of another type.
  ProtobufField retyped(RandomGenerator random) {
    return switch (random.nextInt(4)) {
      case 0 ->
          new ProtobufField(number, 0, ByteChanges.varint(ByteChanges.limit(0, random)), List.of());
      case 1 -> new ProtobufField(number, 1, new byte[Long.BYTES], List.of());
      case 2 -> new ProtobufField(number, 2, new byte[random.nextInt(20)], List.of());
      default -> new ProtobufField(number, 5, new byte[Integer.BYTES], List.of());
    };
  }

  /// The same field with another value.
  ProtobufField changed(RandomGenerator random) {
    return switch (type) {
      case 0 ->
          new ProtobufField(number, 0, ByteChanges.varint(ByteChanges.limit(0, random)), List.of());
      case 2 ->
          new ProtobufField(
              number, 2, ByteChanges.changed(bytes(), value, List.of(), random), List.of());
      default -> {
        byte[] other = value.clone();
        random.nextBytes(other);
        yield new ProtobufField(number, type, other, List.of());
      }
    };
  }

  private byte[] bytes() {
    return fields.isEmpty() ? value : written(fields);
  }

  static byte[] written(List<ProtobufField> fields) {
    var out = new ByteArrayOutputStream();
    for (ProtobufField field : fields) {
      byte[] bytes = field.bytes();
      out.writeBytes(ByteChanges.varint((long) field.number << 3 | field.type));
      if (field.type == 2) {
        out.writeBytes(ByteChanges.varint(bytes.length));
      }
      out.writeBytes(bytes);
    }
    return out.toByteArray();
  }
}
