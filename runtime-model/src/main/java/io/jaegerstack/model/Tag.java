package io.jaegerstack.model;

import java.util.Arrays;
import java.util.HexFormat;

/// Key and typed value, on a span, a process or a log.
public record Tag(String key, Value value) {

  public static Tag of(String key, String value) {
    return new Tag(key, new Text(value));
  }

  public static Tag of(String key, boolean value) {
    return new Tag(key, new Bool(value));
  }

  public static Tag of(String key, long value) {
    return new Tag(key, new Int64(value));
  }

  public static Tag of(String key, double value) {
    return new Tag(key, new Float64(value));
  }

  public static Tag of(String key, byte[] value) {
    return new Tag(key, new Binary(value.clone()));
  }

  /// A tag's value, in one of five types.
  public sealed interface Value {
    TagType type();

    /// The value as text, as storages compare and Jaeger's search matches it: `true`, `200`, `0.5`,
    /// lower-case hexadecimal digits for binary.
    String asText();
  }

  public record Text(String text) implements Value {
    @Override
    public TagType type() {
      return TagType.STRING;
    }

    @Override
    public String asText() {
      return text;
    }
  }

  public record Bool(boolean flag) implements Value {
    @Override
    public TagType type() {
      return TagType.BOOL;
    }

    @Override
    public String asText() {
      return Boolean.toString(flag);
    }
  }

  public record Int64(long number) implements Value {
    @Override
    public TagType type() {
      return TagType.INT64;
    }

    @Override
    public String asText() {
      return Long.toString(number);
    }
  }

  public record Float64(double number) implements Value {
    @Override
    public TagType type() {
      return TagType.FLOAT64;
    }

    @Override
    public String asText() {
      return FloatText.of(number);
    }
  }

  /// Bytes; equal where the contents are.
  public record Binary(byte[] bytes) implements Value {
    @Override
    public TagType type() {
      return TagType.BINARY;
    }

    @Override
    public String asText() {
      return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Binary that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "Binary[" + asText() + "]";
    }
  }
}
