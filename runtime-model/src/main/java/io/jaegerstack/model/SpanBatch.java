package io.jaegerstack.model;

import java.util.Arrays;
import java.util.List;

/// The spans of one request, whose values are slices of that request's bytes.
///
/// Spans of one batch may have different processes (OTLP, api_v2). A batch pins its buffer for as
/// long as it lives: whoever keeps a single span for long copies it out through
/// [FlatSpan#toSpan()].
public final class SpanBatch {
  /// Heap of a span beside its bytes: object, tag arrays for ten tags, references (measured 310–350
  /// B with compact headers; rounded up, so that a bound in bytes errs on the safe side).
  private static final int SPAN_OVERHEAD_BYTES = 400;

  private static final int FIRST_CAPACITY = 16;

  private final byte[] buffer;
  private FlatSpan[] spans;
  private int size;
  private int leftOut;
  private long addedBytes;
  private String tenant = "";

  /// An empty batch over `buffer`, which nobody writes to from now on.
  public SpanBatch(byte[] buffer) {
    this.buffer = buffer;
    this.spans = new FlatSpan[FIRST_CAPACITY];
  }

  /// A batch of records.
  public static SpanBatch of(List<Span> records) {
    var batch = new SpanBatch(new byte[0]);
    for (Span span : records) {
      batch.add(FlatSpan.of(span));
    }
    return batch;
  }

  public void add(FlatSpan span) {
    if (size == spans.length) {
      spans = Arrays.copyOf(spans, size * 2);
    }
    spans[size++] = span;
  }

  /// Notes a span that a reader met and could not add: it has no trace id or no span id.
  public void leaveOut() {
    leftOut++;
  }

  /// Spans of the request that are not in this batch, because they have no trace id or no span id;
  /// whoever took the request counts them as dropped.
  public int leftOut() {
    return leftOut;
  }

  /// Says whose spans these are; once, before the batch is given away.
  public void tenant(String name) {
    tenant = name;
  }

  /// Whose spans these are; empty where nobody tells tenants apart.
  public String tenant() {
    return tenant;
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public FlatSpan span(int index) {
    if (index >= size) {
      throw new IndexOutOfBoundsException("span %d of a batch of %d".formatted(index, size));
    }
    return spans[index];
  }

  /// Keeps the first `count` spans that a stage has moved to the front.
  public void truncate(int count) {
    Arrays.fill(spans, count, size, null);
    size = count;
  }

  /// Replaces the span at `index`.
  public void set(int index, FlatSpan span) {
    spans[index] = span;
  }

  /// Notes heap that this batch holds beside its buffer and its spans: what was added to them.
  public void addRetained(long bytes) {
    addedBytes += bytes;
  }

  /// Upper estimate of the heap this batch holds, bytes: what queues are bounded by.
  public long retainedBytes() {
    return retainedBytes(buffer.length, size) + addedBytes;
  }

  /// The same of `spans` spans that are not read yet and come in `bytes` bytes.
  public static long retainedBytes(int bytes, int spans) {
    return bytes + (long) spans * SPAN_OVERHEAD_BYTES;
  }

  /// Bytes of the request that the spans came in, unpacked: their size as their senders know it. Of
  /// Zipkin's JSON and protobuf, what it is in Zipkin's thrift, which the spans are slices of.
  public int sourceBytes() {
    return buffer.length;
  }

  /// All spans as records.
  public List<Span> toSpans() {
    return Arrays.stream(spans, 0, size).map(FlatSpan::toSpan).toList();
  }
}
