package io.jaegerstack.wire.proto;

import io.jaegerstack.wire.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// Arrays and kvlists of OTLP as JSON text, the form in which Jaeger keeps them: members sorted by
/// name, the last of equal names, bytes in base64, no value as null.
final class AnyValueJson {
  /// Arrays and kvlists inside each other that are followed; SDKs send two or three.
  static final int MAX_DEPTH = 64;

  /// Scratch for longer texts than this is let go after use, bytes.
  private static final int KEPT = 64 * 1024;

  private ByteArrayOutputStream text = new ByteArrayOutputStream();
  private JsonWriter out = new JsonWriter(text);

  /// The array or kvlist `value`, whose bytes are in `in`. Leaves the position where it is.
  String write(ProtoReader in, AnyValue value) {
    if (text.size() > KEPT) {
      text = new ByteArrayOutputStream();
      out = new JsonWriter(text);
    }
    text.reset();
    out.reset();
    int position = in.position;
    value(in, value, MAX_DEPTH);
    in.position = position;
    out.flush();
    return text.toString(StandardCharsets.UTF_8);
  }

  private void value(ProtoReader in, AnyValue value, int depthLeft) {
    switch (value.member) {
      case OtlpFields.STRING_VALUE -> out.value(string(in, value.offset, value.length));
      case OtlpFields.BOOL_VALUE -> out.value(value.number != 0);
      case OtlpFields.INT_VALUE -> out.value(value.number);
      case OtlpFields.DOUBLE_VALUE -> out.value(Double.longBitsToDouble(value.number));
      case OtlpFields.BYTES_VALUE -> bytes(in, value);
      case OtlpFields.ARRAY_VALUE -> array(in, value, deeper(depthLeft, value.offset));
      case OtlpFields.KVLIST_VALUE -> kvlist(in, value, deeper(depthLeft, value.offset));
      default -> out.nullValue();
    }
  }

  private static int deeper(int depthLeft, int offset) {
    if (depthLeft == 0) {
      throw ProtoReader.malformed("arrays and kvlists are nested deeper than " + MAX_DEPTH, offset);
    }
    return depthLeft - 1;
  }

  private static String string(ProtoReader in, int offset, int length) {
    return new String(in.bytes, offset, length, StandardCharsets.UTF_8);
  }

  /// Go writes a slice without elements as null.
  private void bytes(ProtoReader in, AnyValue value) {
    if (value.length == 0) {
      out.nullValue();
    } else {
      out.value(Arrays.copyOfRange(in.bytes, value.offset, value.offset + value.length));
    }
  }

  private void array(ProtoReader in, AnyValue array, int depthLeft) {
    int end = array.offset + array.length;
    var element = new AnyValue();
    out.beginArray();
    in.position = array.offset;
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      if (tag != OtlpFields.VALUES) {
        in.skip(tag, end);
        continue;
      }
      element.clear();
      element.read(in, in.nested(end));
      int next = in.position;
      value(in, element, depthLeft);
      in.position = next;
    }
    out.endArray();
  }

  private void kvlist(ProtoReader in, AnyValue list, int depthLeft) {
    int end = list.offset + list.length;
    // By bytes, as Go sorts; UTF-16 has another order beyond U+FFFF.
    Map<byte[], AnyValue> members = new TreeMap<>(Arrays::compareUnsigned);
    in.position = list.offset;
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      if (tag == OtlpFields.VALUES) {
        member(in, in.nested(end), members);
      } else {
        in.skip(tag, end);
      }
    }
    out.beginObject();
    members.forEach(
        (name, value) -> {
          out.name(new String(name, StandardCharsets.UTF_8));
          value(in, value, depthLeft);
        });
    out.endObject();
  }

  private static void member(ProtoReader in, int end, Map<byte[], AnyValue> members) {
    byte[] name = {};
    var value = new AnyValue();
    for (int tag = in.tag(end); tag != 0; tag = in.tag(end)) {
      switch (tag) {
        case OtlpFields.KEY -> {
          int length = in.length(end);
          name = Arrays.copyOfRange(in.bytes, in.position, in.position + length);
          in.position += length;
        }
        case OtlpFields.VALUE -> value.read(in, in.nested(end));
        default -> in.skip(tag, end);
      }
    }
    members.put(name, value);
  }
}
