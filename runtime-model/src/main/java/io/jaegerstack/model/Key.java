package io.jaegerstack.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// UTF-8 bytes that come again and again (a tag key, a service or operation name, a short value),
/// with their text beside them. Made by an [InternTable], immutable; the bytes must not be written
/// to.
public final class Key {
  /// What stands in the text where the bytes are not UTF-8.
  private static final char REPLACED = '\uFFFD';

  private final byte[] bytes;
  private final String text;
  private final int hash;
  private final boolean isUtf8;

  Key(byte[] bytes, int hash) {
    this.bytes = bytes;
    this.text = new String(bytes, StandardCharsets.UTF_8);
    this.hash = hash;
    this.isUtf8 =
        text.indexOf(REPLACED) < 0 || Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8));
  }

  /// A key outside every table.
  public static Key of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Key(bytes, InternTable.hash(bytes, 0, bytes.length));
  }

  /// The key's own array; read only.
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return bytes.length;
  }

  public String text() {
    return text;
  }

  /// Whether the bytes are UTF-8, and so the text is all of them. Known once for all who share the
  /// key.
  public boolean isUtf8() {
    return isUtf8;
  }

  int hash() {
    return hash;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Key that && hash == that.hash && text.equals(that.text));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return text;
  }
}
