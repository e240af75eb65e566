package io.jaegerstack.wire.thrift;

import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.Key;
import io.jaegerstack.wire.WireFormatException;
import io.jaegerstack.wire.json.JsonReader;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The value of an annotation as fields of a log: `event`, or, where it is a JSON object of
/// strings, as Jaeger's Zipkin clients once encoded logs, one field for each member.
final class ZipkinLogFields {
  private static final Key EVENT = Key.of("event");

  static FlatTags read(byte[] bytes, int offset, int length) {
    if (bytes[offset] == '{' && bytes[offset + length - 1] == '}') {
      Map<String, String> members = members(Arrays.copyOfRange(bytes, offset, offset + length));
      if (members != null) {
        var fields = new FlatTags(bytes, members.size());
        members.forEach((key, value) -> fields.addString(Key.of(key), Key.of(value)));
        return fields;
      }
    }
    var event = new FlatTags(bytes, 1);
    event.addString(EVENT, offset, length);
    return event;
  }

  private static @Nullable Map<String, String> members(byte[] json) {
    try {
      var in = new JsonReader(json);
      var members = new LinkedHashMap<String, String>();
      in.beginObject();
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        members.put(name, in.nextNull() ? "" : in.string());
      }
      in.end();
      return members;
    } catch (WireFormatException notFields) {
      return null;
    }
  }

  private ZipkinLogFields() {}
}
