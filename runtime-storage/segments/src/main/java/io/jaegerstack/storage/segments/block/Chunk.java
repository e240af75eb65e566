package io.jaegerstack.storage.segments.block;

import io.jaegerstack.model.Log;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.TagType;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.SharedTexts;
import java.util.ArrayList;
import java.util.List;

/// A chunk out of its compression: spans of it can be made one by one. Safe for many threads.
public final class Chunk {
  private static final Reference.Type[] TYPES = Reference.Type.values();

  private final byte[] packed;
  private final byte[] plain;
  private final BlockDictionary dictionary;
  private final TraceId[] traces;
  private final int[] traceFrom;
  private final int[] traceBytes;
  private final long[] traceStart;
  private final int[] packedAt;
  private final int[] plainAt;
  private final int[] traceOf;

  Chunk(byte[] packed, byte[] plain, int spans, long baseNanos, BlockDictionary dictionary) {
    this.packed = packed;
    this.plain = plain;
    this.dictionary = dictionary;
    var in = new Unpacking(packed, plain);
    int count = in.packed.count();
    traces = new TraceId[count];
    traceFrom = new int[count + 1];
    traceBytes = new int[count];
    traceStart = new long[count];
    packedAt = new int[spans];
    plainAt = new int[spans];
    traceOf = new int[spans];
    var skipping = new SpanSkipping(in);
    for (int trace = 0; trace < count; trace++) {
      int from = traceFrom[trace];
      traces[trace] = new TraceId(in.plain.fixed64(), in.plain.fixed64());
      int end = from + in.packed.count();
      traceFrom[trace + 1] = end;
      traceBytes[trace] = in.packed.count();
      traceStart[trace] = in.number() + baseNanos;
      for (int span = from; span < end; span++) {
        packedAt[span] = in.packed.position();
        plainAt[span] = in.plain.position();
        traceOf[span] = trace;
        skipping.span();
      }
    }
  }

  /// Heap that it takes, bytes.
  public long weight() {
    return packed.length + plain.length + 12L * packedAt.length + 60L * traces.length;
  }

  /// The place of a trace in this chunk; -1 where it has none.
  public int find(TraceId id) {
    for (int i = 0; i < traces.length; i++) {
      if (traces[i].low() == id.low() && traces[i].high() == id.high()) {
        return i;
      }
    }
    return -1;
  }

  public TraceId traceOf(int span) {
    return traces[traceOf[span]];
  }

  public int firstSpan(int trace) {
    return traceFrom[trace];
  }

  public int endSpan(int trace) {
    return traceFrom[trace + 1];
  }

  /// Bytes of the trace's spans as they came.
  public int bytesOf(int trace) {
    return traceBytes[trace];
  }

  /// The span as a record.
  ///
  /// @param texts shared by the spans of an answer
  public Span span(int number, SharedTexts texts) {
    var in = new Unpacking(packed, plain);
    in.moveTo(packedAt[number], plainAt[number]);
    int trace = traceOf[number];
    var id = new SpanId(in.plain.fixed64());
    var process = dictionary.process(in.packed.count());
    long start = in.number() + traceStart[trace];
    long duration = in.number();
    int flags = (int) in.packed.varint();
    int operation = in.packed.count();
    String name = operation == 0 ? texts.shared(in.text()) : dictionary.operation(operation - 1);
    List<Tag> tags = tags(in, texts);
    List<Log> logs = logs(in, start, texts);
    return new Span(
        traces[trace],
        id,
        name,
        references(in, trace),
        flags,
        start,
        duration,
        tags,
        logs,
        process,
        List.of());
  }

  private List<Tag> tags(Unpacking in, SharedTexts texts) {
    int count = in.packed.count();
    var tags = new ArrayList<Tag>(count);
    for (int i = 0; i < count; i++) {
      int number = in.packed.count();
      tags.add(number == 0 ? tag(in, texts) : dictionary.tag(number - 1));
    }
    return tags;
  }

  private Tag tag(Unpacking in, SharedTexts texts) {
    int number = in.packed.count();
    String key = number == 0 ? texts.shared(in.text()) : dictionary.key(number - 1);
    return switch (TagType.of(in.packed.oneByte())) {
      case STRING -> Tag.of(key, in.text());
      case BOOL -> Tag.of(key, in.packed.oneByte() != 0);
      case INT64 -> Tag.of(key, in.number());
      case FLOAT64 -> Tag.of(key, Double.longBitsToDouble(in.plain.fixed64()));
      case BINARY -> new Tag(key, new Tag.Binary(in.plain.raw(in.packed.count())));
    };
  }

  private List<Log> logs(Unpacking in, long start, SharedTexts texts) {
    int count = in.packed.count();
    var logs = new ArrayList<Log>(count);
    for (int i = 0; i < count; i++) {
      long time = in.number() + start;
      logs.add(new Log(time, tags(in, texts)));
    }
    return logs;
  }

  private List<Reference> references(Unpacking in, int trace) {
    int count = in.packed.count();
    var references = new ArrayList<Reference>(count);
    for (int i = 0; i < count; i++) {
      int coded = in.packed.count();
      Reference.Type type = TYPES[coded & 1];
      int place = coded >>> 1;
      TraceId of = place == 0 ? new TraceId(in.plain.fixed64(), in.plain.fixed64()) : traces[trace];
      long id = place < 2 ? in.plain.fixed64() : spanId(traceFrom[trace] + place - 2);
      references.add(new Reference(type, of, new SpanId(id)));
    }
    return references;
  }

  private long spanId(int span) {
    var in = new Unpacking(packed, plain);
    in.moveTo(0, plainAt[span]);
    return in.plain.fixed64();
  }
}
