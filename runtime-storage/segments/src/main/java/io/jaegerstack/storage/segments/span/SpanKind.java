package io.jaegerstack.storage.segments.span;

import io.jaegerstack.model.TagType;
import io.jaegerstack.storage.segments.bytes.ByteReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/// The kind of a span, as the list of operations shows it: its first tag `span.kind`.
public final class SpanKind {
  private static final byte[] KEY = "span.kind".getBytes(StandardCharsets.UTF_8);
  private static final Set<String> KINDS =
      Set.of("server", "client", "producer", "consumer", "internal");

  /// Whether the key of `length` bytes at `offset` is that of a kind.
  public static boolean isKey(byte[] bytes, int offset, int length) {
    return length == KEY.length && Arrays.equals(bytes, offset, offset + length, KEY, 0, length);
  }

  /// The kind that the value at `in`, after its key, says; empty where it is none.
  public static String of(ByteReader in) {
    if (TagType.of(in.oneByte()) != TagType.STRING) {
      return "";
    }
    String kind = in.text();
    return KINDS.contains(kind) ? kind : "";
  }

  private SpanKind() {}
}
