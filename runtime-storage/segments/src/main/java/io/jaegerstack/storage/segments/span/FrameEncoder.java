package io.jaegerstack.storage.segments.span;

import io.jaegerstack.model.FlatLog;
import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.TagType;
import io.jaegerstack.storage.segments.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// Makes a frame of spans: their processes once, then the spans, each with its length before it.
/// Everything is in the order in which reading needs it. One thread.
public final class FrameEncoder {
  private final ByteWriter out = new ByteWriter();

  /// The frame of `spans`.
  public byte[] encode(List<FlatSpan> spans) {
    out.clear();
    Map<FlatProcess, Integer> numbers = processes(spans);
    out.varint(spans.size());
    for (FlatSpan span : spans) {
      out.varint(numbers.getOrDefault(span.process, 0));
      int start = out.size();
      out.fixed32(0);
      span(span);
      out.fixed32At(start, out.size() - start - Integer.BYTES);
    }
    return out.toArray();
  }

  private Map<FlatProcess, Integer> processes(List<FlatSpan> spans) {
    var numbers = new IdentityHashMap<FlatProcess, Integer>(2);
    var inOrder = new ArrayList<FlatProcess>(2);
    for (FlatSpan span : spans) {
      if (numbers.putIfAbsent(span.process, inOrder.size()) == null) {
        inOrder.add(span.process);
      }
    }
    out.varint(inOrder.size());
    for (FlatProcess process : inOrder) {
      int start = out.size();
      out.fixed32(0);
      out.block(process.serviceName().bytes());
      tags(process.tags());
      out.fixed32At(start, out.size() - start - Integer.BYTES);
    }
    return numbers;
  }

  private void span(FlatSpan span) {
    out.fixed64(span.traceIdHigh);
    out.fixed64(span.traceIdLow);
    out.fixed64(span.spanId);
    out.fixed64(span.startNanos);
    out.fixed64(span.durationNanos);
    out.varint(Integer.toUnsignedLong(span.flags));
    out.block(span.operation.bytes());
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
  }

  private void tags(FlatTags tags) {
    out.varint(tags.size());
    for (int i = 0; i < tags.size(); i++) {
      out.block(tags.key(i).bytes());
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
