package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.FloatText;
import java.nio.charset.StandardCharsets;

/// `,"tag":{…}` of the tags that are fields of their own, with values of JSON's own types.
final class TagFieldsEncoder {
  static void append(FlatTags tags, TagFields fields, JsonBytes out) {
    boolean opened = false;
    for (int i = 0; i < tags.size(); i++) {
      if (!fields.takes(tags, i)) {
        continue;
      }
      out.ascii(opened ? "," : ",\"tag\":{");
      opened = true;
      byte[] name = fields.name(tags.key(i).text()).getBytes(StandardCharsets.UTF_8);
      out.ascii('"').text(name, 0, name.length).ascii("\":");
      value(tags, i, out);
    }
    if (opened) {
      out.ascii('}');
    }
  }

  private static void value(FlatTags tags, int i, JsonBytes out) {
    switch (tags.type(i)) {
      case STRING, BINARY ->
          out.ascii('"').text(tags.source(i), tags.offset(i), tags.length(i)).ascii('"');
      case BOOL -> out.ascii(tags.bool(i) ? "true" : "false");
      case INT64 -> out.number(tags.number(i));
      case FLOAT64 -> out.ascii(fraction(FloatText.of(tags.float64(i))));
    }
  }

  /// A whole float64 keeps a `.0`, else it would come back as an int64.
  private static String fraction(String number) {
    return number.matches("-?\\d+") ? number + ".0" : number;
  }

  private TagFieldsEncoder() {}
}
