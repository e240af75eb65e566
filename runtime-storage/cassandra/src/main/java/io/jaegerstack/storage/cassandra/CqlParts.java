package io.jaegerstack.storage.cassandra;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads values in the form of Cassandra's protocol, part by part; what is null reads as empty or
/// zero. One thread.
final class CqlParts {
  private final ByteBuffer in;

  CqlParts(@Nullable ByteBuffer value) {
    in = value == null ? ByteBuffer.allocate(0) : value.duplicate();
  }

  /// How many items the list has that is read; none where there is nothing.
  int count() {
    return in.hasRemaining() ? in.getInt() : 0;
  }

  /// The next part; fields that a type got later are null in values from before.
  private @Nullable ByteBuffer next() {
    if (in.remaining() < Integer.BYTES) {
      return null;
    }
    int length = in.getInt();
    if (length < 0) {
      return null;
    }
    ByteBuffer part = in.slice(in.position(), length);
    in.position(in.position() + length);
    return part;
  }

  CqlParts inside() {
    return new CqlParts(next());
  }

  String text() {
    return text(next());
  }

  long int64() {
    return int64(next());
  }

  double fraction() {
    return Double.longBitsToDouble(int64(next()));
  }

  boolean flag() {
    ByteBuffer part = next();
    return part != null && part.hasRemaining() && part.get(0) != 0;
  }

  byte[] bytes() {
    return bytes(next());
  }

  @Nullable ByteBuffer raw() {
    return next();
  }

  static String text(@Nullable ByteBuffer value) {
    return value == null ? "" : StandardCharsets.UTF_8.decode(value.duplicate()).toString();
  }

  static long int64(@Nullable ByteBuffer value) {
    return value == null || value.remaining() < Long.BYTES ? 0 : value.getLong(value.position());
  }

  static int int32(@Nullable ByteBuffer value) {
    return value == null || value.remaining() < Integer.BYTES ? 0 : value.getInt(value.position());
  }

  static byte[] bytes(@Nullable ByteBuffer value) {
    if (value == null) {
      return new byte[0];
    }
    byte[] copy = new byte[value.remaining()];
    value.get(value.position(), copy);
    return copy;
  }
}
