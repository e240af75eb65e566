package io.jaegerstack.wire.thrift;

import io.jaegerstack.model.FlatLog;
import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.SpanBatch;
import java.util.ArrayList;
import java.util.List;

/// Flat spans as the arguments of `Collector.submitBatches` (`list<Batch>`), in the binary
/// protocol: what agents of Jaeger up to 1.17 call their collectors with.
public final class ThriftBatchWriter {
  private static final int FIRST_CAPACITY = 4096;
  private static final long MICRO = 1_000;

  /// Consecutive spans of one process, which make one `Batch`.
  private record Run(SpanBatch batch, int from, int to) {}

  /// The arguments, and how many batches they hold.
  public record Arguments(byte[] bytes, int batches) {}

  /// `group` as arguments: a batch for each run of spans with the same process.
  public static Arguments submitBatches(List<SpanBatch> group) {
    var runs = new ArrayList<Run>();
    group.forEach(batch -> addRuns(batch, runs));
    var out = new ThriftWriter(FIRST_CAPACITY);
    out.field(1, ThriftType.LIST).list(ThriftType.STRUCT, runs.size());
    runs.forEach(run -> batch(out, run));
    out.stop();
    return new Arguments(out.toBytes(), runs.size());
  }

  private static void addRuns(SpanBatch batch, List<Run> runs) {
    int from = 0;
    for (int i = 1; i <= batch.size(); i++) {
      if (i == batch.size() || !batch.span(i).process.equals(batch.span(from).process)) {
        runs.add(new Run(batch, from, i));
        from = i;
      }
    }
  }

  private static void batch(ThriftWriter out, Run run) {
    out.field(1, ThriftType.STRUCT);
    process(out, run.batch().span(run.from()).process);
    out.field(2, ThriftType.LIST).list(ThriftType.STRUCT, run.to() - run.from());
    for (int i = run.from(); i < run.to(); i++) {
      span(out, run.batch().span(i));
    }
    out.stop();
  }

  private static void process(ThriftWriter out, FlatProcess process) {
    out.field(1, ThriftType.STRING).binary(process.serviceName().bytes());
    tags(out, 2, process.tags());
    out.stop();
  }

  private static void span(ThriftWriter out, FlatSpan span) {
    out.field(1, ThriftType.I64).i64(span.traceIdLow);
    out.field(2, ThriftType.I64).i64(span.traceIdHigh);
    out.field(3, ThriftType.I64).i64(span.spanId);
    out.field(4, ThriftType.I64).i64(parent(span));
    out.field(5, ThriftType.STRING).binary(span.operation.bytes());
    references(out, span.references);
    out.field(7, ThriftType.I32).i32(span.flags);
    out.field(8, ThriftType.I64).i64(Math.floorDiv(span.startNanos, MICRO));
    out.field(9, ThriftType.I64).i64(Math.floorDiv(span.durationNanos, MICRO));
    tags(out, 10, span.tags);
    logs(out, span.logs);
    out.stop();
  }

  /// The parent is among the references too; readers know, and do not add it twice.
  private static long parent(FlatSpan span) {
    for (Reference reference : span.references) {
      if (reference.type() == Reference.Type.CHILD_OF
          && reference.traceId().low() == span.traceIdLow
          && reference.traceId().high() == span.traceIdHigh) {
        return reference.spanId().value();
      }
    }
    return 0;
  }

  private static void references(ThriftWriter out, Reference[] references) {
    if (references.length == 0) {
      return;
    }
    out.field(6, ThriftType.LIST).list(ThriftType.STRUCT, references.length);
    for (Reference reference : references) {
      out.field(1, ThriftType.I32).i32(reference.type().ordinal());
      out.field(2, ThriftType.I64).i64(reference.traceId().low());
      out.field(3, ThriftType.I64).i64(reference.traceId().high());
      out.field(4, ThriftType.I64).i64(reference.spanId().value());
      out.stop();
    }
  }

  private static void logs(ThriftWriter out, FlatLog[] logs) {
    if (logs.length == 0) {
      return;
    }
    out.field(11, ThriftType.LIST).list(ThriftType.STRUCT, logs.length);
    for (FlatLog log : logs) {
      out.field(1, ThriftType.I64).i64(Math.floorDiv(log.timeNanos(), MICRO));
      out.field(2, ThriftType.LIST);
      tagList(out, log.fields());
      out.stop();
    }
  }

  private static void tags(ThriftWriter out, int field, FlatTags tags) {
    if (tags.size() > 0) {
      out.field(field, ThriftType.LIST);
      tagList(out, tags);
    }
  }

  private static void tagList(ThriftWriter out, FlatTags tags) {
    out.list(ThriftType.STRUCT, tags.size());
    for (int i = 0; i < tags.size(); i++) {
      tag(out, tags, i);
    }
  }

  private static void tag(ThriftWriter out, FlatTags tags, int i) {
    out.field(1, ThriftType.STRING).binary(tags.key(i).bytes());
    out.field(2, ThriftType.I32);
    switch (tags.type(i)) {
      case STRING -> {
        out.i32(TagStructs.TYPE_STRING);
        out.field(3, ThriftType.STRING).binary(tags.source(i), tags.offset(i), tags.length(i));
      }
      case FLOAT64 -> {
        out.i32(TagStructs.TYPE_DOUBLE);
        out.field(4, ThriftType.DOUBLE).float64(tags.float64(i));
      }
      case BOOL -> {
        out.i32(TagStructs.TYPE_BOOL);
        out.field(5, ThriftType.BOOL).bool(tags.bool(i));
      }
      case INT64 -> {
        out.i32(TagStructs.TYPE_LONG);
        out.field(6, ThriftType.I64).i64(tags.number(i));
      }
      case BINARY -> {
        out.i32(TagStructs.TYPE_BINARY);
        out.field(7, ThriftType.STRING).binary(tags.source(i), tags.offset(i), tags.length(i));
      }
    }
    out.stop();
  }

  private ThriftBatchWriter() {}
}
