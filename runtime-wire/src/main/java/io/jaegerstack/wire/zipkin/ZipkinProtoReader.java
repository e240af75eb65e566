package io.jaegerstack.wire.zipkin;

import static io.jaegerstack.wire.proto.ProtoReader.BYTES;
import static io.jaegerstack.wire.proto.ProtoReader.FIXED64;
import static io.jaegerstack.wire.proto.ProtoReader.VARINT;

import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.SpanBatch;
import io.jaegerstack.wire.proto.ProtoReader;
import io.jaegerstack.wire.thrift.ZipkinSpanReader;
import io.jaegerstack.wire.thrift.ZipkinSpanWriter;
import io.jaegerstack.wire.thrift.ZipkinSpanWriter.Endpoint;
import io.jaegerstack.wire.thrift.ZipkinSpanWriter.Slice;
import io.jaegerstack.wire.zipkin.SecondModel.Kind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Zipkin's second model in protobuf (`ListOfSpans` of zipkin.proto) to flat spans.
///
/// Holds scratch: an instance belongs to one thread. Anything else than such a list is a
/// [io.jaegerstack.wire.WireFormatException].
public final class ZipkinProtoReader {
  private static final int SPANS = 1 << 3 | BYTES;

  private static final int TRACE_ID = 1 << 3 | BYTES;
  private static final int PARENT_ID = 2 << 3 | BYTES;
  private static final int ID = 3 << 3 | BYTES;
  private static final int KIND = 4 << 3 | VARINT;
  private static final int NAME = 5 << 3 | BYTES;
  private static final int TIMESTAMP = 6 << 3 | FIXED64;
  private static final int DURATION = 7 << 3 | VARINT;
  private static final int LOCAL_ENDPOINT = 8 << 3 | BYTES;
  private static final int REMOTE_ENDPOINT = 9 << 3 | BYTES;
  private static final int ANNOTATIONS = 10 << 3 | BYTES;
  private static final int TAGS = 11 << 3 | BYTES;
  private static final int DEBUG = 12 << 3 | VARINT;

  private static final int SERVICE_NAME = 1 << 3 | BYTES;
  private static final int IPV4 = 2 << 3 | BYTES;
  private static final int IPV6 = 3 << 3 | BYTES;
  private static final int PORT = 4 << 3 | VARINT;

  private static final int ANNOTATION_TIMESTAMP = 1 << 3 | FIXED64;
  private static final int ANNOTATION_VALUE = 2 << 3 | BYTES;

  private static final int TAG_KEY = 1 << 3 | BYTES;
  private static final int TAG_VALUE = 2 << 3 | BYTES;

  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;
  private static final Kind[] KINDS = Kind.values();

  private final ZipkinSpanReader reader;
  private final ProtoReader in = new ProtoReader();
  private final ZipkinSpanWriter out = new ZipkinSpanWriter();
  private final SecondModel model = new SecondModel(out);
  private byte[] source = {};
  private boolean hasTraceId;
  private boolean hasId;

  /// A reader that takes keys, service and operation names from `keys`.
  public ZipkinProtoReader(InternTable keys) {
    this.reader = new ZipkinSpanReader(keys);
  }

  /// The spans of `list`.
  public SpanBatch read(byte[] list) {
    source = list;
    in.begin(list);
    try {
      return reader.readList(thrift(list.length)).spans();
    } finally {
      in.end();
      source = new byte[0];
    }
  }

  private byte[] thrift(int end) {
    out.begin();
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      if (tag == SPANS) {
        span(in.nested(end));
      } else {
        in.skip(tag, end);
      }
    }
    return out.end();
  }

  private void span(int end) {
    hasTraceId = false;
    hasId = false;
    model.beginSpan();
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      field(tag, end);
    }
    if (!hasTraceId || !hasId) {
      throw in.malformed("span has no " + (hasTraceId ? "id" : "trace id"));
    }
    model.endSpan();
  }

  private void field(int tag, int end) {
    switch (tag) {
      case TRACE_ID -> traceId(end);
      case PARENT_ID -> {
        int length = in.length(end);
        if (length > 0) {
          out.parent(id("parent id", length));
        }
      }
      case ID -> {
        out.spanId(id("id", in.length(end)));
        hasId = true;
      }
      case KIND -> model.kind = kind(in.varint(end));
      case NAME -> out.name(slice(end));
      case TIMESTAMP -> model.timestamp = in.fixed64(end);
      case DURATION -> model.duration = in.varint(end);
      case LOCAL_ENDPOINT -> model.local = endpoint(in.nested(end));
      case REMOTE_ENDPOINT -> model.remote = endpoint(in.nested(end));
      case ANNOTATIONS -> annotation(in.nested(end));
      case TAGS -> tag(in.nested(end));
      case DEBUG -> out.debug(in.varint(end) != 0);
      default -> in.skip(tag, end);
    }
  }

  private void traceId(int end) {
    int length = in.length(end);
    if (length == Long.BYTES) {
      out.traceId(0, in.bigEndian(in.take(length)));
    } else if (length == 2 * Long.BYTES) {
      int at = in.take(length);
      out.traceId(in.bigEndian(at), in.bigEndian(at + Long.BYTES));
    } else {
      throw in.malformed("trace id has " + length + " bytes, expected 8 or 16,");
    }
    hasTraceId = true;
  }

  private long id(String what, int length) {
    if (length != Long.BYTES) {
      throw in.malformed(what + " has " + length + " bytes, expected 8,");
    }
    return in.bigEndian(in.take(length));
  }

  /// A number that this model does not have is one of a later one, and says nothing.
  private static Kind kind(long number) {
    return number >= 0 && number < KINDS.length ? KINDS[(int) number] : Kind.UNSPECIFIED;
  }

  private Slice slice(int end) {
    int length = in.length(end);
    return new Slice(source, in.take(length), length);
  }

  private void annotation(int end) {
    long micros = 0;
    Slice value = Slice.EMPTY;
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      switch (tag) {
        case ANNOTATION_TIMESTAMP -> micros = in.fixed64(end);
        case ANNOTATION_VALUE -> value = slice(end);
        default -> in.skip(tag, end);
      }
    }
    model.annotation(micros, value);
  }

  private void tag(int end) {
    Slice key = Slice.EMPTY;
    Slice value = Slice.EMPTY;
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      switch (tag) {
        case TAG_KEY -> key = slice(end);
        case TAG_VALUE -> value = slice(end);
        default -> in.skip(tag, end);
      }
    }
    model.tag(key, value);
  }

  private Endpoint endpoint(int end) {
    Slice service = Slice.EMPTY;
    int ipv4 = 0;
    byte[] ipv6 = null;
    int port = 0;
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      switch (tag) {
        case SERVICE_NAME -> service = slice(end);
        case IPV4 -> ipv4 = ipv4(slice(end));
        case IPV6 -> ipv6 = ipv6(slice(end));
        case PORT -> port = port(in.varint(end));
        default -> in.skip(tag, end);
      }
    }
    return new Endpoint(service, ipv4, ipv6, port);
  }

  private int ipv4(Slice address) {
    if (address.length() != 0 && address.length() != IPV4_BYTES) {
      throw in.malformed("ipv4 has " + address.length() + " bytes, expected 4,");
    }
    int ipv4 = 0;
    for (int i = 0; i < address.length(); i++) {
      ipv4 = ipv4 << Byte.SIZE | source[address.offset() + i] & 0xff;
    }
    return ipv4;
  }

  private byte @Nullable [] ipv6(Slice address) {
    if (address.length() == 0) {
      return null;
    }
    if (address.length() != IPV6_BYTES) {
      throw in.malformed("ipv6 has " + address.length() + " bytes, expected 16,");
    }
    return Arrays.copyOfRange(source, address.offset(), address.offset() + address.length());
  }

  private int port(long port) {
    if (port < 0 || port > 0xffff) {
      throw in.malformed("port is " + port + ", expected 0 to 65535,");
    }
    return (int) port;
  }
}
