package io.jaegerstack.wire.thrift;

import org.jspecify.annotations.Nullable;

/// Spans as zipkinCore.thrift has them, put together field by field, in the binary protocol: what
/// Zipkin's other formats are made into on their way in, so that there is one translation and not
/// four.
///
/// An instance belongs to one thread, which uses it again and again.
public final class ZipkinSpanWriter {
  /// `AnnotationType` of zipkinCore.thrift; the ordinal is the number on the wire.
  public enum ValueType {
    BOOL,
    BYTES,
    I16,
    I32,
    I64,
    DOUBLE,
    STRING
  }

  /// Bytes of an array, of which nothing is kept.
  public record Slice(byte[] bytes, int offset, int length) {
    public static final Slice EMPTY = new Slice(new byte[0], 0, 0);

    public static Slice of(byte[] bytes) {
      return new Slice(bytes, 0, bytes.length);
    }
  }

  /// Where something ran.
  ///
  /// @param ipv4 0 where it is not known
  /// @param ipv6 sixteen bytes, or null where it is not known
  /// @param port 0 where it is not known
  public record Endpoint(Slice service, int ipv4, byte @Nullable [] ipv6, int port) {}

  private static final int FIRST_CAPACITY = 512;

  /// Where the number of spans is, after the type of the list's elements.
  private static final int COUNT_AT = 1;

  private ThriftWriter out = new ThriftWriter(FIRST_CAPACITY);
  private ThriftWriter annotations = new ThriftWriter(FIRST_CAPACITY);
  private ThriftWriter binaryAnnotations = new ThriftWriter(FIRST_CAPACITY);
  private int spanCount;
  private int annotationCount;
  private int binaryCount;

  /// Starts a list of spans.
  public void begin() {
    out = new ThriftWriter(FIRST_CAPACITY);
    annotations = new ThriftWriter(FIRST_CAPACITY);
    binaryAnnotations = new ThriftWriter(FIRST_CAPACITY);
    out.list(ThriftType.STRUCT, 0);
    spanCount = 0;
  }

  /// Starts a span. Its fields may come in any order; of those that come twice the last counts,
  /// annotations add up.
  public void beginSpan() {
    annotations.clear();
    binaryAnnotations.clear();
    annotationCount = 0;
    binaryCount = 0;
  }

  public void traceId(long high, long low) {
    out.field(1, ThriftType.I64).i64(low);
    out.field(12, ThriftType.I64).i64(high);
  }

  public void spanId(long id) {
    out.field(4, ThriftType.I64).i64(id);
  }

  public void parent(long id) {
    out.field(5, ThriftType.I64).i64(id);
  }

  public void name(Slice name) {
    binary(out, 3, name);
  }

  public void debug(boolean debug) {
    out.field(9, ThriftType.BOOL).bool(debug);
  }

  public void timestamp(long micros) {
    out.field(10, ThriftType.I64).i64(micros);
  }

  public void duration(long micros) {
    out.field(11, ThriftType.I64).i64(micros);
  }

  public void annotation(long micros, Slice value, @Nullable Endpoint host) {
    annotationCount++;
    annotations.field(1, ThriftType.I64).i64(micros);
    binary(annotations, 2, value);
    endpoint(annotations, 3, host);
    annotations.stop();
  }

  /// @param value in the form of `type`: numbers with their highest byte first
  public void binaryAnnotation(Slice key, ValueType type, Slice value, @Nullable Endpoint host) {
    binaryCount++;
    binary(binaryAnnotations, 1, key);
    binary(binaryAnnotations, 2, value);
    binaryAnnotations.field(3, ThriftType.I32).i32(type.ordinal());
    endpoint(binaryAnnotations, 4, host);
    binaryAnnotations.stop();
  }

  /// Whether the span has neither annotations nor binary annotations yet.
  public boolean isBare() {
    return annotationCount == 0 && binaryCount == 0;
  }

  public void endSpan() {
    list(6, annotations, annotationCount);
    list(8, binaryAnnotations, binaryCount);
    out.stop();
    spanCount++;
  }

  /// Ends the list: its bytes, as they are posted to `/api/v1/spans`.
  public byte[] end() {
    out.i32At(COUNT_AT, spanCount);
    return out.toBytes();
  }

  private void list(int field, ThriftWriter structs, int count) {
    if (count > 0) {
      out.field(field, ThriftType.LIST).list(ThriftType.STRUCT, count);
      out.append(structs);
    }
  }

  private static void endpoint(ThriftWriter to, int field, @Nullable Endpoint endpoint) {
    if (endpoint == null) {
      return;
    }
    to.field(field, ThriftType.STRUCT);
    to.field(1, ThriftType.I32).i32(endpoint.ipv4());
    to.field(2, ThriftType.I16).i16(endpoint.port());
    binary(to, 3, endpoint.service());
    if (endpoint.ipv6() != null) {
      to.field(4, ThriftType.STRING).binary(endpoint.ipv6());
    }
    to.stop();
  }

  private static void binary(ThriftWriter to, int field, Slice slice) {
    to.field(field, ThriftType.STRING).binary(slice.bytes(), slice.offset(), slice.length());
  }
}
