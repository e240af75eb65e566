package io.jaegerstack.wire.zipkin;

import io.jaegerstack.wire.thrift.ZipkinSpanWriter;
import io.jaegerstack.wire.thrift.ZipkinSpanWriter.Endpoint;
import io.jaegerstack.wire.thrift.ZipkinSpanWriter.Slice;
import io.jaegerstack.wire.thrift.ZipkinSpanWriter.ValueType;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What the second model says by fields of their own and the first one by annotations: kind, and
/// both sides' endpoints. Scratch, filled again for each span.
final class SecondModel {
  /// Kinds, in the order of their numbers in protobuf.
  enum Kind {
    UNSPECIFIED("", "", ""),
    CLIENT("cs", "cr", "sa"),
    SERVER("sr", "ss", "ca"),
    PRODUCER("ms", "", "ma"),
    CONSUMER("mr", "", "ma");

    private final Slice begin;
    private final Slice end;
    private final Slice otherSide;

    Kind(String begin, String end, String otherSide) {
      this.begin = slice(begin);
      this.end = slice(end);
      this.otherSide = slice(otherSide);
    }
  }

  private static final Slice LOCAL_COMPONENT = slice("lc");

  private final ZipkinSpanWriter out;
  Kind kind = Kind.UNSPECIFIED;
  long timestamp;
  long duration;
  @Nullable Endpoint local;
  @Nullable Endpoint remote;

  SecondModel(ZipkinSpanWriter out) {
    this.out = out;
  }

  void beginSpan() {
    kind = Kind.UNSPECIFIED;
    timestamp = 0;
    duration = 0;
    local = null;
    remote = null;
    out.beginSpan();
  }

  void annotation(long micros, Slice value) {
    if (value.length() > 0) {
      out.annotation(micros, value, null);
    }
  }

  void tag(Slice key, Slice value) {
    out.binaryAnnotation(key, ValueType.STRING, value, null);
  }

  void endSpan() {
    out.timestamp(timestamp);
    out.duration(duration);
    if (kind != Kind.UNSPECIFIED) {
      out.annotation(timestamp, kind.begin, null);
      if (kind.end.length() > 0) {
        out.annotation(timestamp + duration, kind.end, null);
      }
      if (remote != null) {
        out.binaryAnnotation(kind.otherSide, ValueType.BOOL, Slice.EMPTY, remote);
      }
    }
    if (local != null && out.isBare()) {
      out.binaryAnnotation(LOCAL_COMPONENT, ValueType.STRING, Slice.EMPTY, local);
    } else if (local != null) {
      // Nothing but whose the span is, once: on every annotation, a long name would multiply.
      out.annotation(timestamp, Slice.EMPTY, local);
    }
    out.endSpan();
  }

  private static Slice slice(String text) {
    return Slice.of(text.getBytes(StandardCharsets.US_ASCII));
  }
}
