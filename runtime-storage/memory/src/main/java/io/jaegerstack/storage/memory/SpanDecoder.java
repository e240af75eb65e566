package io.jaegerstack.storage.memory;

import io.jaegerstack.model.Log;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.TagType;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.SharedTexts;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// Makes records of what [SpanEncoder] wrote. One per trace, so that its spans share their
/// processes and the texts that come again and again.
final class SpanDecoder {
  private static final Reference.Type[] TYPES = Reference.Type.values();

  private final Map<StoredProcess, Process> processes = new IdentityHashMap<>();
  private final SharedTexts texts = new SharedTexts();

  Span decode(TraceId trace, StoredSpan stored) {
    var in = new ByteReader(stored.content());
    List<Tag> tags = tags(in);
    List<Log> logs = logs(in);
    List<Reference> references = references(trace, in);
    int flags = (int) in.varint();
    return new Span(
        trace,
        new SpanId(stored.spanId()),
        stored.operation().name(),
        references,
        flags,
        stored.startNanos(),
        stored.durationNanos(),
        tags,
        logs,
        processes.computeIfAbsent(stored.process(), this::process),
        List.of());
  }

  private Process process(StoredProcess stored) {
    return new Process(stored.serviceName(), tags(new ByteReader(stored.tags())));
  }

  private List<Tag> tags(ByteReader in) {
    int count = (int) in.varint();
    var tags = new ArrayList<Tag>(count);
    for (int i = 0; i < count; i++) {
      tags.add(tag(in));
    }
    return tags;
  }

  private Tag tag(ByteReader in) {
    String key = texts.shared(in.text());
    return switch (TagType.of(in.oneByte())) {
      case STRING -> Tag.of(key, texts.shared(in.text()));
      case BOOL -> Tag.of(key, in.oneByte() != 0);
      case INT64 -> Tag.of(key, in.fixed64());
      case FLOAT64 -> Tag.of(key, Double.longBitsToDouble(in.fixed64()));
      case BINARY -> new Tag(key, new Tag.Binary(in.block()));
    };
  }

  private List<Log> logs(ByteReader in) {
    int count = (int) in.varint();
    var logs = new ArrayList<Log>(count);
    for (int i = 0; i < count; i++) {
      long time = in.fixed64();
      logs.add(new Log(time, tags(in)));
    }
    return logs;
  }

  /// The references of `stored`, a span of `own`, alone.
  static List<Reference> references(TraceId own, StoredSpan stored) {
    var in = new ByteReader(stored.content());
    skipTags(in);
    long logs = in.varint();
    for (long log = 0; log < logs; log++) {
      in.skip(Long.BYTES);
      skipTags(in);
    }
    return references(own, in);
  }

  private static void skipTags(ByteReader in) {
    long count = in.varint();
    for (long tag = 0; tag < count; tag++) {
      in.skipBlock();
      skipValue(in);
    }
  }

  /// Passes type and value of a tag.
  static void skipValue(ByteReader in) {
    switch (TagType.of(in.oneByte())) {
      case STRING, BINARY -> in.skipBlock();
      case BOOL -> in.skip(1);
      case INT64, FLOAT64 -> in.skip(Long.BYTES);
    }
  }

  /// @param own the id that most references are to, shared with them
  private static List<Reference> references(TraceId own, ByteReader in) {
    int count = (int) in.varint();
    var references = new ArrayList<Reference>(count);
    for (int i = 0; i < count; i++) {
      Reference.Type type = TYPES[in.oneByte()];
      var trace = new TraceId(in.fixed64(), in.fixed64());
      references.add(
          new Reference(type, trace.equals(own) ? own : trace, new SpanId(in.fixed64())));
    }
    return references;
  }
}
