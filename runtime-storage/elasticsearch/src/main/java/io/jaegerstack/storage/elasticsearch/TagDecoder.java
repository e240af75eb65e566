package io.jaegerstack.storage.elasticsearch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.jaegerstack.model.Tag;
import io.jaegerstack.storage.SharedTexts;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;

/// Tags of a document: nested ones with their type and their value as text, and fields of their
/// own.
final class TagDecoder {
  private final TagFields fields;
  private final SharedTexts texts;

  TagDecoder(TagFields fields, SharedTexts texts) {
    this.fields = fields;
    this.texts = texts;
  }

  /// Reads the array at the parser's current token to its end.
  void nested(JsonParser in, List<Tag> target) throws IOException {
    while (in.nextToken() == JsonToken.START_OBJECT) {
      String key = "";
      String type = "";
      String value = "";
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String name = in.currentName();
        JsonToken token = in.nextToken();
        switch (name) {
          case "key" -> key = texts.shared(in.getText());
          case "type" -> type = in.getText();
          case "value" ->
              value =
                  token.isScalarValue()
                      ? texts.shared(in.getText())
                      : String.valueOf(Json.value(in));
          default -> in.skipChildren();
        }
      }
      target.add(tag(key, type, value));
    }
  }

  /// What cannot be read as its type stays what it is, a text.
  private static Tag tag(String key, String type, String value) {
    try {
      return switch (type) {
        case "bool" -> Tag.of(key, flag(value));
        case "int64" -> Tag.of(key, Long.parseLong(value));
        case "float64" -> Tag.of(key, fraction(value));
        case "binary" -> new Tag(key, new Tag.Binary(HexFormat.of().parseHex(value)));
        default -> Tag.of(key, value);
      };
    } catch (IllegalArgumentException otherwise) {
      return Tag.of(key, value);
    }
  }

  private static boolean flag(String value) {
    if (value.equals("true") || value.equals("false")) {
      return value.equals("true");
    }
    throw new IllegalArgumentException(value);
  }

  private static double fraction(String value) {
    return switch (value) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(value);
    };
  }

  /// Reads the object at the parser's current token to its end.
  void fields(JsonParser in, List<Tag> target) throws IOException {
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String key = texts.shared(fields.key(in.currentName()));
      switch (in.nextToken()) {
        case VALUE_TRUE -> target.add(Tag.of(key, true));
        case VALUE_FALSE -> target.add(Tag.of(key, false));
        case VALUE_NUMBER_INT -> target.add(Tag.of(key, in.getLongValue()));
        case VALUE_NUMBER_FLOAT -> target.add(Tag.of(key, in.getDoubleValue()));
        case VALUE_STRING -> target.add(Tag.of(key, in.getText()));
        default -> target.add(Tag.of(key, String.valueOf(Json.value(in))));
      }
    }
  }
}
