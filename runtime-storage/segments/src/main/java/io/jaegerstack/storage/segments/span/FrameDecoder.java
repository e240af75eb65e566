package io.jaegerstack.storage.segments.span;

import io.jaegerstack.model.Log;
import io.jaegerstack.model.Process;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.Span;
import io.jaegerstack.model.SpanId;
import io.jaegerstack.model.Tag;
import io.jaegerstack.model.TagType;
import io.jaegerstack.model.TraceId;
import io.jaegerstack.storage.SharedTexts;
import io.jaegerstack.storage.segments.bytes.ByteReader;
import java.util.ArrayList;
import java.util.List;

/// Makes records of encoded spans. One per answer, so that its spans share the texts that come
/// again and again. One thread.
public final class FrameDecoder {
  private static final Reference.Type[] TYPES = Reference.Type.values();

  private final SharedTexts texts = new SharedTexts();

  /// The span at `position` of `frame`.
  public Span span(byte[] frame, int position, Process process) {
    var in = new ByteReader(frame, position);
    var trace = new TraceId(in.fixed64(), in.fixed64());
    var id = new SpanId(in.fixed64());
    long start = in.fixed64();
    long duration = in.fixed64();
    int flags = (int) in.varint();
    String operation = texts.shared(in.text());
    List<Tag> tags = tags(in);
    List<Log> logs = logs(in);
    return new Span(
        trace,
        id,
        operation,
        references(trace, in),
        flags,
        start,
        duration,
        tags,
        logs,
        process,
        List.of());
  }

  /// The process at `position` of `frame`.
  public Process process(byte[] frame, int position) {
    var in = new ByteReader(frame, position);
    return new Process(in.text(), tags(in));
  }

  private List<Tag> tags(ByteReader in) {
    int count = in.count();
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
    int count = in.count();
    var logs = new ArrayList<Log>(count);
    for (int i = 0; i < count; i++) {
      long time = in.fixed64();
      logs.add(new Log(time, tags(in)));
    }
    return logs;
  }

  /// @param own the id that most references are to, shared with them
  private static List<Reference> references(TraceId own, ByteReader in) {
    int count = in.count();
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
