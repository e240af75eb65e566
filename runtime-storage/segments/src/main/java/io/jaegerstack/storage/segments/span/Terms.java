package io.jaegerstack.storage.segments.span;

import io.jaegerstack.model.FloatText;
import io.jaegerstack.model.TagType;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.segments.bytes.ByteReader;
import io.jaegerstack.storage.segments.bytes.Hash;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// What spans are found by, as hashes: a service, an operation of a service, a tag with its value
/// as text. One instance per thread.
public final class Terms {
  // Begin the hash of each kind of term, so that equal texts of different kinds differ.
  private static final long SERVICE = 1;
  private static final long OPERATION = 2;
  private static final long TAG = 3;

  /// Longest long as text, `-9223372036854775808`.
  private static final int LONG_DIGITS = 20;

  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

  private final byte[] digits = new byte[LONG_DIGITS];

  public static long service(byte[] bytes, int offset, int length) {
    return Hash.of(bytes, offset, length, SERVICE);
  }

  public static long service(String name) {
    byte[] bytes = utf8(name);
    return service(bytes, 0, bytes.length);
  }

  /// @param service the term of the service
  public static long operation(long service, byte[] bytes, int offset, int length) {
    return Hash.of(bytes, offset, length, service + OPERATION);
  }

  public static long operation(String service, String operation) {
    byte[] bytes = utf8(operation);
    return operation(service(service), bytes, 0, bytes.length);
  }

  public static long tag(String key, String value) {
    byte[] bytes = utf8(value);
    return Hash.of(bytes, 0, bytes.length, key(utf8(key)));
  }

  public static long trace(TraceId id) {
    return trace(id.high(), id.low());
  }

  public static long trace(long high, long low) {
    return Hash.of(high, low);
  }

  private static long key(byte[] key) {
    return Hash.of(key, 0, key.length, TAG);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// The term of the tag at which `in` is; passes it.
  public long tag(ByteReader in) {
    int keyLength = in.count();
    long key = Hash.of(in.array(), in.position(), keyLength, TAG);
    in.skip(keyLength);
    TagType type = TagType.of(in.oneByte());
    return switch (type) {
      case STRING -> {
        int length = in.count();
        in.skip(length);
        yield Hash.of(in.array(), in.position() - length, length, key);
      }
      case BOOL -> text(in.oneByte() != 0 ? TRUE : FALSE, key);
      case INT64 -> number(in.fixed64(), key);
      case FLOAT64 -> text(utf8(FloatText.of(Double.longBitsToDouble(in.fixed64()))), key);
      case BINARY -> text(utf8(HexFormat.of().formatHex(in.block())), key);
    };
  }

  private static long text(byte[] text, long key) {
    return Hash.of(text, 0, text.length, key);
  }

  /// The same as of its decimal text, without making one.
  private long number(long number, long key) {
    long rest = number < 0 ? number : -number;
    int at = LONG_DIGITS;
    do {
      digits[--at] = (byte) ('0' - rest % 10);
      rest /= 10;
    } while (rest != 0);
    if (number < 0) {
      digits[--at] = '-';
    }
    return Hash.of(digits, at, LONG_DIGITS - at, key);
  }
}
