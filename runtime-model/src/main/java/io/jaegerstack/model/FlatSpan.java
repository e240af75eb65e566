package io.jaegerstack.model;

import java.util.Arrays;
import java.util.List;

/// A span on its way in. Its fields are plain on purpose: a reader sets them, the pipeline's stages
/// may change them, and from the queue on they are only read. One thread at a time.
public final class FlatSpan {
  /// Bit of [#flags]: the span is sampled.
  public static final int SAMPLED = 1;

  /// Bit of [#flags]: the span is sampled for debugging, and must not be sampled away.
  public static final int DEBUG = 2;

  /// Bit of [#flags]: the span is firehose, not to be indexed.
  public static final int FIREHOSE = 8;

  private static final Key NO_OPERATION = Key.of("");
  private static final Reference[] NO_REFERENCES = {};
  private static final FlatLog[] NO_LOGS = {};
  private static final FlatTags NO_TAGS = new FlatTags(new byte[0], 0);

  /// Upper half of the trace id; 0 for 64-bit ids.
  public long traceIdHigh;

  /// Lower half of the trace id.
  public long traceIdLow;

  /// Span id.
  public long spanId;

  /// Operation name.
  public Key operation = NO_OPERATION;

  /// Sampling state: [#SAMPLED], [#DEBUG], [#FIREHOSE].
  public int flags;

  /// Nanoseconds since the epoch.
  public long startNanos;

  /// Nanoseconds.
  public long durationNanos;

  /// Links to other spans; never written to in place.
  public Reference[] references = NO_REFERENCES;

  /// Tags of this span alone; replaced, never filled, while it is the shared empty instance.
  public FlatTags tags = NO_TAGS;

  /// Logs; never written to in place.
  public FlatLog[] logs = NO_LOGS;

  /// The emitter.
  public FlatProcess process;

  /// Which batch of a write the span is of; the collector's pipeline sets and reads it, nobody else
  /// has a use for it.
  public int slot;

  /// A span of `process`, with all else empty or 0.
  public FlatSpan(FlatProcess process) {
    this.process = process;
  }

  public void addReference(Reference reference) {
    references = Arrays.copyOf(references, references.length + 1);
    references[references.length - 1] = reference;
  }

  /// Puts `reference` before all others: where a parent id travels apart from the references.
  public void addFirstReference(Reference reference) {
    var all = new Reference[references.length + 1];
    all[0] = reference;
    System.arraycopy(references, 0, all, 1, references.length);
    references = all;
  }

  public void addLog(FlatLog log) {
    logs = Arrays.copyOf(logs, logs.length + 1);
    logs[logs.length - 1] = log;
  }

  /// Adds a string tag whose value is outside the request's bytes.
  public void addTag(Key key, Key value) {
    if (tags == NO_TAGS) {
      tags = new FlatTags(new byte[0], 1);
    }
    tags.addString(key, value);
  }

  public TraceId traceId() {
    return new TraceId(traceIdHigh, traceIdLow);
  }

  /// False where trace id or span id is 0: such a span can be neither stored nor found.
  public boolean hasIds() {
    return (traceIdHigh | traceIdLow) != 0 && spanId != 0;
  }

  public boolean isDebug() {
    return (flags & DEBUG) != 0;
  }

  /// This span as a record.
  public Span toSpan() {
    return new Span(
        traceId(),
        new SpanId(spanId),
        operation.text(),
        List.of(references),
        flags,
        startNanos,
        durationNanos,
        tags.toList(),
        Arrays.stream(logs).map(FlatLog::toLog).toList(),
        process.toProcess(),
        List.of());
  }

  /// The same span from a record; warnings do not travel.
  public static FlatSpan of(Span span) {
    var flat = new FlatSpan(FlatProcess.of(span.process()));
    flat.traceIdHigh = span.traceId().high();
    flat.traceIdLow = span.traceId().low();
    flat.spanId = span.spanId().value();
    flat.operation = Key.of(span.operationName());
    flat.flags = span.flags();
    flat.startNanos = span.startNanos();
    flat.durationNanos = span.durationNanos();
    flat.references = span.references().toArray(Reference[]::new);
    flat.tags = FlatTags.of(span.tags());
    flat.logs = span.logs().stream().map(FlatLog::of).toArray(FlatLog[]::new);
    return flat;
  }
}
