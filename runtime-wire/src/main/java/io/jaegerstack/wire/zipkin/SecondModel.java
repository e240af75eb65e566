package io.jaegerstack.wire.zipkin;

import io.jaegerstack.wire.thrift.ZipkinSpanWriter;
import io.jaegerstack.wire.thrift.ZipkinSpanWriter.Endpoint;
import io.jaegerstack.wire.thrift.ZipkinSpanWriter.Slice;
import io.jaegerstack.wire.thrift.ZipkinSpanWriter.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the second model says by fields of their own and the first one by annotations: kind, and
/// both sides' endpoints. Scratch, filled again for each span.
///
/// What a span says twice counts as in Zipkin's own server: the last of single members and of equal
/// tag keys, and all annotations.
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

  private record Tag(Slice key, Slice value) {}

  private static final Slice LOCAL_COMPONENT = slice("lc");

  /// A map that held more tags than this is let go after use: emptying it costs as much as it is
  /// large, however few there are in it.
  private static final int KEPT_TAGS = 64;

  private final ZipkinSpanWriter out;

  /// By the bytes of their keys, each as one character. Strings, because a map keeps even those
  /// apart quickly whose hashes a stranger made equal.
  private Map<String, Tag> tags = new LinkedHashMap<>();

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
    forgetTags();
    out.beginSpan();
  }

  void annotation(long micros, Slice value) {
    if (value.length() > 0) {
      out.annotation(micros, value, null);
    }
  }

  void tag(Slice key, Slice value) {
    var name = new String(key.bytes(), key.offset(), key.length(), StandardCharsets.ISO_8859_1);
    tags.put(name, new Tag(key, value));
  }

  void endSpan() {
    writeTags();
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

  private void writeTags() {
    for (Tag tag : tags.values()) {
      out.binaryAnnotation(tag.key(), ValueType.STRING, tag.value(), null);
    }
    forgetTags();
  }

  private void forgetTags() {
    if (tags.size() > KEPT_TAGS) {
      tags = new LinkedHashMap<>();
    } else {
      tags.clear();
    }
  }

  private static Slice slice(String text) {
    return Slice.of(text.getBytes(StandardCharsets.US_ASCII));
  }
}
