package io.jaegerstack.storage.memory;

import io.jaegerstack.model.FlatLog;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.TagType;

/// The compact form in which spans and processes are kept: tags first, because searches read only
/// those. Of a span it leaves out what [StoredSpan] has as fields of its own. Not for several
/// threads at once.
final class SpanEncoder {
  /// Bytes of a reference: type, both halves of the trace id, span id.
  static final int REFERENCE_BYTES = 1 + 3 * Long.BYTES;

  private final ByteWriter out = new ByteWriter();

  /// Tags, logs, references and flags of `span`.
  byte[] encode(FlatSpan span) {
    out.clear();
    tags(span.tags);
    out.varint(span.logs.length);
    for (FlatLog log : span.logs) {
      out.fixed64(log.timeNanos());
      tags(log.fields());
    }
    out.varint(span.references.length);
    for (Reference reference : span.references) {
      out.oneByte(reference.type().ordinal());
      out.fixed64(reference.traceId().high());
      out.fixed64(reference.traceId().low());
      out.fixed64(reference.spanId().value());
    }
    out.varint(Integer.toUnsignedLong(span.flags));
    return out.toArray();
  }

  /// Tags alone: of a process.
  byte[] encode(FlatTags tags) {
    out.clear();
    tags(tags);
    return out.toArray();
  }

  private void tags(FlatTags tags) {
    out.varint(tags.size());
    for (int i = 0; i < tags.size(); i++) {
      byte[] key = tags.key(i).bytes();
      out.block(key, 0, key.length);
      TagType type = tags.type(i);
      out.oneByte(type.code());
      switch (type) {
        case STRING, BINARY -> out.block(tags.source(i), tags.offset(i), tags.length(i));
        case BOOL -> out.oneByte(tags.bool(i) ? 1 : 0);
        case INT64, FLOAT64 -> out.fixed64(tags.number(i));
      }
    }
  }
}
