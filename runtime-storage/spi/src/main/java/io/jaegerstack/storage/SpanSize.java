package io.jaegerstack.storage;

import io.jaegerstack.model.Log;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.Tag;
import java.util.List;

/// Estimates the heap that spans take: objects of 12-byte headers, 4-byte references and sizes that
/// are multiples of 8. On the high side, because a process that believed too little ends.
public final class SpanSize {
  /// A span with its id, its places in the lists of its trace, and what correcting the trace for
  /// its reader makes beside it (a second span, a place in the tree of spans and in two maps),
  /// bytes.
  public static final int SPAN = 340;

  private static final int LISTS = 64;
  private static final int REFERENCE = 24 + 24;
  private static final int LOG = 24 + 4 + 40;

  /// A tag, its value's object, its place in a list, bytes.
  private static final int TAG = 24 + 20 + 4;

  /// A string or an array beside its content, bytes.
  private static final int TEXT = 44;

  private static final int TRACE_ID = 32;

  /// Bytes of `span`. Keys, operation names, the process and ids of its own trace count as shared.
  public static long of(Span span) {
    long bytes = SPAN + LISTS;
    for (Reference reference : span.references()) {
      bytes += REFERENCE + (reference.traceId().equals(span.traceId()) ? 0 : TRACE_ID);
    }
    bytes += of(span.tags());
    for (Log log : span.logs()) {
      bytes += LOG + of(log.fields());
    }
    for (String warning : span.warnings()) {
      bytes += of(warning);
    }
    return bytes;
  }

  private static long of(List<Tag> tags) {
    long bytes = 0;
    for (Tag tag : tags) {
      bytes += TAG + of(tag.value());
    }
    return bytes;
  }

  private static long of(Tag.Value value) {
    return switch (value) {
      case Tag.Text(String text) -> of(text);
      case Tag.Binary(byte[] content) -> TEXT + (long) content.length;
      case Tag.Bool _, Tag.Int64 _, Tag.Float64 _ -> 0;
    };
  }

  /// One character outside Latin-1 makes all of a string two bytes wide.
  private static long of(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xff) {
        return TEXT + 2L * text.length();
      }
    }
    return TEXT + (long) text.length();
  }

  private SpanSize() {}
}
