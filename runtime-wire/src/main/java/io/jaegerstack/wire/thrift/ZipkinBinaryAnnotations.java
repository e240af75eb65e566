package io.jaegerstack.wire.thrift;

import static io.jaegerstack.wire.thrift.ThriftType.BITS;
import static io.jaegerstack.wire.thrift.ThriftType.I32;
import static io.jaegerstack.wire.thrift.ThriftType.STOP;
import static io.jaegerstack.wire.thrift.ThriftType.STRING;
import static io.jaegerstack.wire.thrift.ThriftType.STRUCT;

import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.InternTable;
import io.jaegerstack.model.Key;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The binary annotations of one Zipkin span: tags of the span, tags of its process, and the other
/// side's address. Scratch, filled again for each span.
final class ZipkinBinaryAnnotations {
  private static final Key NO_KEY = Key.of("");
  private static final Key LOCAL_COMPONENT = Key.of("lc");
  private static final Key COMPONENT = Key.of("component");
  private static final Key SERVER_ADDRESS = Key.of("sa");
  private static final Key CLIENT_ADDRESS = Key.of("ca");
  private static final Key MESSAGE_ADDRESS = Key.of("ma");

  /// Annotations that describe the process, and what Jaeger calls them there.
  private static final Map<Key, Key> PROCESS_KEYS =
      Map.of(
          Key.of("jaegerClient"), Key.of("jaeger.version"),
          Key.of("jaeger.hostname"), Key.of("hostname"),
          Key.of("jaeger.version"), Key.of("jaeger.version"));

  private static final int KEPT_SCRATCH = 1024;
  private static final byte[] NOTHING = {};

  private final InternTable keys;
  private final ZipkinEndpoint host = new ZipkinEndpoint();
  private final ZipkinValue value = new ZipkinValue();
  private FlatTags spanTags = new FlatTags(NOTHING, 16);
  private FlatTags processTags = new FlatTags(NOTHING, 4);
  private FlatTags errorMessages = new FlatTags(NOTHING, 1);
  private Key key = NO_KEY;

  /// Where a local component ran, and where anything was.
  @Nullable ZipkinHost localHost;

  @Nullable ZipkinHost anyHost;

  ZipkinBinaryAnnotations(InternTable keys) {
    this.keys = keys;
  }

  void clear(byte[] source) {
    if (spanTags.size() > KEPT_SCRATCH || processTags.size() > KEPT_SCRATCH) {
      spanTags = new FlatTags(NOTHING, 16);
      processTags = new FlatTags(NOTHING, 4);
      errorMessages = new FlatTags(NOTHING, 1);
    }
    spanTags.clear(source);
    processTags.clear(source);
    errorMessages.clear(source);
    localHost = null;
    anyHost = null;
  }

  /// Lets go of the input.
  void end() {
    clear(NOTHING);
  }

  /// The list at the position.
  void read(ThriftReader in) {
    clear(in.bytes);
    int size = in.structs("binary annotations");
    for (int i = 0; i < size; i++) {
      one(in);
      take();
    }
  }

  private void one(ThriftReader in) {
    key = NO_KEY;
    value.clear(in.bytes);
    host.clear();
    int id = 0;
    for (int field = in.field(id); field != STOP; field = in.field(id)) {
      id = field >> BITS;
      switch (field) {
        case 1 << BITS | STRING -> {
          int length = in.length();
          key = keys.intern(in.bytes, in.position, length);
          in.position += length;
        }
        case 2 << BITS | STRING -> {
          int length = in.length();
          value.at(in.position, length);
          in.position += length;
        }
        case 3 << BITS | I32 -> value.type(in.i32());
        case 4 << BITS | STRUCT -> host.read(in, keys);
        default -> in.skip(field);
      }
    }
  }

  private void take() {
    if (anyHost == null && host.hasService()) {
      anyHost = new ZipkinHost(host.service, host.ipv4);
    }
    Key processKey = PROCESS_KEYS.get(key);
    if (processKey != null) {
      value.addTo(processTags, processKey);
    } else if (key.equals(LOCAL_COMPONENT)) {
      if (localHost == null && host.hasService()) {
        localHost = new ZipkinHost(host.service, host.ipv4);
      }
      value.addAsText(spanTags, COMPONENT);
    } else if (key.equals(SERVER_ADDRESS)
        || key.equals(CLIENT_ADDRESS)
        || key.equals(MESSAGE_ADDRESS)) {
      host.addPeerTags(spanTags);
    } else if (value.mayBeErrorText() && key.text().equalsIgnoreCase("error")) {
      value.addAsError(spanTags, key, errorMessages);
    } else {
      value.addTo(spanTags, key);
    }
  }

  /// Tags of the span, to which what a repaired span gets is added.
  FlatTags spanTags() {
    return spanTags;
  }

  FlatTags processTags() {
    return processTags;
  }

  /// Texts of errors, which come after all other tags but the span's kind.
  FlatTags errorMessages() {
    return errorMessages;
  }
}
