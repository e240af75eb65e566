package io.jaegerstack.storage.segments.block;

import io.jaegerstack.model.TagType;
import io.jaegerstack.storage.segments.bytes.ByteReader;
import io.jaegerstack.storage.segments.head.FrozenHead;
import io.jaegerstack.storage.segments.head.HeadView;
import io.jaegerstack.storage.segments.span.SpanLayout;

/// Packs spans of a frozen head into chunks. One thread.
final class ChunkWriter {
  /// How far a parent is looked for among the spans of its trace that come first in a chunk, and
  /// among those right before it.
  private static final int PARENTS = 24;

  private final FrozenHead head;
  private final HeadView spans;
  private final DictionaryBuilder dictionary;
  private final Packing out = new Packing();
  private int term;

  ChunkWriter(FrozenHead head, DictionaryBuilder dictionary) {
    this.head = head;
    this.spans = head.spans();
    this.dictionary = dictionary;
  }

  /// The chunk of the spans `order[from]` to `order[to - 1]`, which are sorted by trace.
  ///
  /// @param baseNanos that starts are written relative to
  Packing write(int[] order, int from, int to, long baseNanos) {
    out.clear();
    int traces = 0;
    for (int i = from; i < to; i = endOfTrace(order, i, to)) {
      traces++;
    }
    out.packed.varint(traces);
    for (int i = from; i < to; ) {
      int end = endOfTrace(order, i, to);
      trace(order, i, end, baseNanos);
      i = end;
    }
    return out;
  }

  private int endOfTrace(int[] order, int from, int to) {
    int trace = spans.trace(order[from]);
    int end = from + 1;
    while (end < to && spans.trace(order[end]) == trace) {
      end++;
    }
    return end;
  }

  private void trace(int[] order, int from, int end, long baseNanos) {
    int trace = spans.trace(order[from]);
    out.plain.fixed64(head.traceHigh(trace));
    out.plain.fixed64(head.traceLow(trace));
    out.packed.varint(end - from);
    int bytes = 0;
    for (int i = from; i < end; i++) {
      bytes += spans.length(order[i]);
    }
    out.packed.varint(bytes);
    long first = spans.startNanos(order[from]);
    out.number(first - baseNanos);
    for (int i = from; i < end; i++) {
      span(order, from, i, first);
    }
  }

  private void span(int[] order, int traceFrom, int place, long traceStart) {
    int span = order[place];
    byte[] frame = spans.frame(span);
    var in = new ByteReader(frame, spans.at(span) + SpanLayout.SPAN_ID);
    term = spans.termsFrom(span);
    out.plain.fixed64(in.fixed64());
    out.packed.varint(spans.process(span));
    out.number(in.fixed64() - traceStart);
    out.number(in.fixed64());
    out.packed.varint(in.varint());
    operation(frame, in);
    tags(frame, in);
    long start = spans.startNanos(span);
    int logs = in.count();
    out.packed.varint(logs);
    for (int i = 0; i < logs; i++) {
      out.number(in.fixed64() - start);
      tags(frame, in);
    }
    references(order, traceFrom, place, in);
  }

  private void operation(byte[] frame, ByteReader in) {
    int number = dictionary.operationNumber(spans.term(term++), frame, in.position());
    out.packed.varint(number + 1);
    int length = in.count();
    if (number < 0) {
      out.text(frame, in.position(), length);
    }
    in.skip(length);
  }

  private void tags(byte[] frame, ByteReader in) {
    int count = in.count();
    out.packed.varint(count);
    for (int i = 0; i < count; i++) {
      int at = in.position();
      int own = spans.term(term++);
      int number = dictionary.tagNumber(own, frame, at);
      out.packed.varint(number + 1);
      int length = in.count();
      int keyAt = in.position();
      in.skip(length);
      if (number >= 0) {
        SpanLayout.skipValue(in);
      } else {
        key(dictionary.keyNumber(own, frame, keyAt, length), frame, keyAt, length);
        value(frame, in);
      }
    }
  }

  private void key(int number, byte[] frame, int at, int length) {
    out.packed.varint(number + 1);
    if (number < 0) {
      out.text(frame, at, length);
    }
  }

  private void value(byte[] frame, ByteReader in) {
    TagType type = TagType.of(in.oneByte());
    out.packed.oneByte(type.code());
    switch (type) {
      case STRING -> {
        int length = in.count();
        out.text(frame, in.position(), length);
        in.skip(length);
      }
      case BINARY -> {
        int length = in.count();
        out.packed.varint(length);
        out.plain.raw(frame, in.position(), length);
        in.skip(length);
      }
      case BOOL -> out.packed.oneByte(in.oneByte());
      case INT64 -> out.number(in.fixed64());
      case FLOAT64 -> out.plain.fixed64(in.fixed64());
    }
  }

  /// A reference is a number of two parts: its type in the lowest bit, and above it 0 for another
  /// trace, 1 for this trace with an id, or 2 and more for the span so many places after the
  /// trace's first one.
  private void references(int[] order, int traceFrom, int place, ByteReader in) {
    int count = in.count();
    out.packed.varint(count);
    int trace = spans.trace(order[place]);
    for (int i = 0; i < count; i++) {
      int type = in.oneByte();
      long high = in.fixed64();
      long low = in.fixed64();
      long id = in.fixed64();
      if (high != head.traceHigh(trace) || low != head.traceLow(trace)) {
        out.packed.varint(type);
        out.plain.fixed64(high);
        out.plain.fixed64(low);
        out.plain.fixed64(id);
        continue;
      }
      int parent = parent(order, traceFrom, place, id);
      out.packed.varint((long) (parent + 2) << 1 | type);
      if (parent < 0) {
        out.plain.fixed64(id);
      }
    }
  }

  private int parent(int[] order, int traceFrom, int place, long id) {
    int early = Math.min(place, traceFrom + PARENTS);
    for (int i = traceFrom; i < early; i++) {
      if (spanId(order[i]) == id) {
        return i - traceFrom;
      }
    }
    for (int i = place - 1; i >= Math.max(early, place - PARENTS); i--) {
      if (spanId(order[i]) == id) {
        return i - traceFrom;
      }
    }
    return -1;
  }

  private long spanId(int span) {
    return new ByteReader(spans.frame(span), spans.at(span) + SpanLayout.SPAN_ID).fixed64();
  }
}
