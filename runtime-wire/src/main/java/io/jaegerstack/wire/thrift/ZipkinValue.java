package io.jaegerstack.wire.thrift;

import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.Key;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/// The value of a binary annotation: bytes, and a type that says what they are. Scratch.
final class ZipkinValue {
  // Numbers of AnnotationType in zipkinCore.thrift.
  private static final int BOOL = 0;
  private static final int BYTES = 1;
  private static final int INT16 = 2;
  private static final int INT32 = 3;
  private static final int INT64 = 4;
  private static final int DOUBLE = 5;
  private static final int STRING = 6;

  private static final Key ERROR_MESSAGE = Key.of("error.message");

  private byte[] bytes = {};
  private int offset;
  private int length;
  private int type;

  void clear(byte[] source) {
    bytes = source;
    offset = 0;
    length = 0;
    type = BOOL;
  }

  void at(int valueOffset, int valueLength) {
    offset = valueOffset;
    length = valueLength;
  }

  void type(int number) {
    type = number;
  }

  /// Whether it is anything but a bool, which Jaeger makes one where the key is `error`.
  boolean mayBeErrorText() {
    return type != BOOL;
  }

  void addAsText(FlatTags tags, Key key) {
    tags.addString(key, offset, length);
  }

  /// `error` as a bool: empty and "true" are true, "false" is false, and anything else is true with
  /// the text as `error.message`.
  void addAsError(FlatTags tags, Key key, FlatTags messages) {
    boolean isFalse = isText("false");
    tags.addBool(key, !isFalse);
    if (!isFalse && length > 0 && !isText("true")) {
      messages.addString(ERROR_MESSAGE, offset, length);
    }
  }

  private boolean isText(String text) {
    return length == text.length()
        && new String(bytes, offset, length, StandardCharsets.ISO_8859_1).equalsIgnoreCase(text);
  }

  /// Adds it as a tag of its type; one that cannot be read becomes a text that says why.
  void addTo(FlatTags tags, Key key) {
    switch (type) {
      case BOOL -> tags.addBool(key, length == 1 && bytes[offset] == 1);
      case BYTES -> tags.addBinary(key, offset, length);
      case STRING -> tags.addString(key, offset, length);
      case INT16 -> number(tags, key, Short.BYTES);
      case INT32 -> number(tags, key, Integer.BYTES);
      case INT64, DOUBLE -> number(tags, key, Long.BYTES);
      default -> unreadable(tags, key, "unknown zipkin annotation type: " + type);
    }
  }

  private void number(FlatTags tags, Key key, int size) {
    if (length < size) {
      unreadable(tags, key, length == 0 ? "EOF" : "unexpected EOF");
      return;
    }
    long number = bytes[offset];
    for (int i = 1; i < size; i++) {
      number = number << Byte.SIZE | bytes[offset + i] & 0xff;
    }
    if (type == DOUBLE) {
      tags.addFloat64(key, Double.longBitsToDouble(number));
    } else {
      tags.addInt64(key, number);
    }
  }

  private void unreadable(FlatTags tags, Key key, String why) {
    String encoded =
        Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, offset, offset + length));
    tags.addString(key, Key.of("Cannot parse Zipkin value " + encoded + ": " + why));
  }
}
