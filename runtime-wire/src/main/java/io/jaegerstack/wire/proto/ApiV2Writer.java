package io.jaegerstack.wire.proto;

import io.jaegerstack.model.FlatLog;
import io.jaegerstack.model.FlatProcess;
import io.jaegerstack.model.FlatSpan;
import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.Key;
import io.jaegerstack.model.Reference;
import io.jaegerstack.model.SpanBatch;
import java.util.List;

/// Flat spans to the bytes of a `jaeger.api_v2.PostSpansRequest`.
///
/// Holds scratch: an instance belongs to one thread, which uses it again and again. A request has
/// room for one process, which is that of the first span; a span of another process carries its
/// own, which Jaeger's collector gives precedence.
public final class ApiV2Writer {
  private static final int FIRST_CAPACITY = 16 * 1024;

  /// Scratch larger than this is let go after use: 4 MiB is the most that a collector takes.
  private static final int KEPT_CAPACITY = 4 * 1024 * 1024;

  private static final FlatTags NO_TAGS = new FlatTags(new byte[0], 0);
  private static final FlatProcess NO_PROCESS = new FlatProcess(Key.of(""), NO_TAGS);

  private ReverseWriter out = new ReverseWriter(FIRST_CAPACITY);

  /// The request for one batch.
  public byte[] write(SpanBatch batch) {
    return write(List.of(batch));
  }

  /// One request for all spans of `batches`, in their order.
  public byte[] write(List<SpanBatch> batches) {
    FlatProcess process = firstProcess(batches);
    out.clear();
    process(ApiV2Fields.BATCH_PROCESS, process);
    for (int b = batches.size() - 1; b >= 0; b--) {
      SpanBatch batch = batches.get(b);
      for (int i = batch.size() - 1; i >= 0; i--) {
        span(batch.span(i), process);
      }
    }
    out.messageHeader(ApiV2Fields.REQUEST_BATCH, 0);
    return release();
  }

  private static FlatProcess firstProcess(List<SpanBatch> batches) {
    for (SpanBatch batch : batches) {
      if (!batch.isEmpty()) {
        return batch.span(0).process;
      }
    }
    return NO_PROCESS;
  }

  private byte[] release() {
    byte[] request = out.toArray();
    if (out.capacity() > KEPT_CAPACITY) {
      out = new ReverseWriter(FIRST_CAPACITY);
    }
    return request;
  }

  private void process(int tag, FlatProcess process) {
    int before = out.size();
    tags(ApiV2Fields.PROCESS_TAGS, process.tags());
    out.keyField(ApiV2Fields.SERVICE_NAME, process.serviceName());
    out.messageHeader(tag, before);
  }

  private void span(FlatSpan span, FlatProcess batchProcess) {
    int before = out.size();
    if (!SameProcess.test(span.process, batchProcess)) {
      process(ApiV2Fields.SPAN_PROCESS, span.process);
    }
    for (int i = span.logs.length - 1; i >= 0; i--) {
      log(span.logs[i]);
    }
    tags(ApiV2Fields.SPAN_TAGS, span.tags);
    time(ApiV2Fields.DURATION, span.durationNanos);
    time(ApiV2Fields.START_TIME, span.startNanos);
    out.varintField(ApiV2Fields.FLAGS, Integer.toUnsignedLong(span.flags));
    for (int i = span.references.length - 1; i >= 0; i--) {
      reference(span.references[i]);
    }
    out.keyField(ApiV2Fields.OPERATION, span.operation);
    id(ApiV2Fields.SPAN_ID, span.spanId);
    traceId(span.traceIdHigh, span.traceIdLow);
    out.messageHeader(ApiV2Fields.BATCH_SPANS, before);
  }

  private void log(FlatLog log) {
    int before = out.size();
    tags(ApiV2Fields.LOG_FIELDS, log.fields());
    time(ApiV2Fields.LOG_TIME, log.timeNanos());
    out.messageHeader(ApiV2Fields.SPAN_LOGS, before);
  }

  private void reference(Reference reference) {
    int before = out.size();
    out.varintField(ApiV2Fields.REFERENCE_TYPE, reference.type().ordinal());
    id(ApiV2Fields.SPAN_ID, reference.spanId().value());
    traceId(reference.traceId().high(), reference.traceId().low());
    out.messageHeader(ApiV2Fields.SPAN_REFERENCES, before);
  }

  private void id(int tag, long id) {
    out.bigEndian(id);
    out.varint(Long.BYTES);
    out.varint(tag);
  }

  private void traceId(long high, long low) {
    out.bigEndian(low);
    out.bigEndian(high);
    out.varint(2 * Long.BYTES);
    out.varint(ApiV2Fields.TRACE_ID);
  }

  /// A duration before 0 has both parts negative and a time before 1970 only the seconds; both are
  /// written with a fraction that is not negative, which Jaeger adds up the same.
  private void time(int tag, long nanos) {
    int before = out.size();
    out.varintField(ApiV2Fields.NANOS, Math.floorMod(nanos, ApiV2Fields.NANOS_PER_SECOND));
    out.varintField(ApiV2Fields.SECONDS, Math.floorDiv(nanos, ApiV2Fields.NANOS_PER_SECOND));
    out.messageHeader(tag, before);
  }

  private void tags(int tag, FlatTags tags) {
    for (int i = tags.size() - 1; i >= 0; i--) {
      int before = out.size();
      value(tags, i);
      out.varintField(ApiV2Fields.TAG_TYPE, tags.type(i).code());
      out.keyField(ApiV2Fields.TAG_KEY, tags.key(i));
      out.messageHeader(tag, before);
    }
  }

  private void value(FlatTags tags, int i) {
    switch (tags.type(i)) {
      case STRING ->
          out.bytesField(ApiV2Fields.TAG_STRING, tags.source(i), tags.offset(i), tags.length(i));
      case BOOL -> out.varintField(ApiV2Fields.TAG_BOOL, tags.number(i));
      case INT64 -> out.varintField(ApiV2Fields.TAG_INT64, tags.number(i));
      case FLOAT64 -> {
        out.littleEndian(tags.number(i));
        out.varint(ApiV2Fields.TAG_FLOAT64);
      }
      case BINARY ->
          out.bytesField(ApiV2Fields.TAG_BINARY, tags.source(i), tags.offset(i), tags.length(i));
    }
  }
}
