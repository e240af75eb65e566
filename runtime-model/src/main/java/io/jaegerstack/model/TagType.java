package io.jaegerstack.model;

/// Type of a tag's value. Order and names are those of `ValueType` in Jaeger's `model.proto`, so an
/// ordinal is the number on the wire.
public enum TagType {
  STRING("string"),
  BOOL("bool"),
  INT64("int64"),
  FLOAT64("float64"),
  BINARY("binary");

  private static final TagType[] BY_CODE = values();

  private final String label;

  TagType(String label) {
    this.label = label;
  }

  /// The type of `code`, which must be from 0 to 4.
  public static TagType of(int code) {
    if (code < 0 || code >= BY_CODE.length) {
      throw new IllegalArgumentException(
          "tag type is %d, expected 0 (string) to 4 (binary)".formatted(code));
    }
    return BY_CODE[code];
  }

  /// Number on Jaeger's protobuf wire.
  public int code() {
    return ordinal();
  }

  /// Name in Jaeger's JSON and Elasticsearch documents.
  public String label() {
    return label;
  }
}
