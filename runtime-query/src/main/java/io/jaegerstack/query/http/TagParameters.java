package io.jaegerstack.query.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.jaegerstack.server.http.HttpFailure;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// Tags to search for: `tag=key:value` as often as wanted, and `tags={"key":"value"}`.
final class TagParameters {
  private static final JsonFactory JSON = new JsonFactory();

  static Map<String, String> of(Parameters parameters) {
    var tags = new HashMap<String, String>();
    for (String tag : parameters.texts("tag")) {
      int colon = tag.indexOf(':');
      if (colon < 0) {
        throw HttpFailure.badRequest(
            "malformed 'tag' parameter, expecting key:value, received: "
                + Parameters.shortened(tag));
      }
      tags.put(tag.substring(0, colon), tag.substring(colon + 1));
    }
    for (String json : parameters.texts("tags")) {
      addJson(tags, json);
    }
    return tags;
  }

  /// Reads a flat object of strings, and nothing else, so that no depth of nesting costs anything.
  private static void addJson(Map<String, String> tags, String json) {
    try (JsonParser parser = JSON.createParser(json)) {
      expect(parser.nextToken() == JsonToken.START_OBJECT, json);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        expect(parser.nextToken() == JsonToken.VALUE_STRING, json);
        tags.put(key, parser.getText());
      }
      expect(parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null, json);
    } catch (IOException malformed) {
      throw malformed(json);
    }
  }

  private static void expect(boolean met, String json) {
    if (!met) {
      throw malformed(json);
    }
  }

  private static HttpFailure malformed(String json) {
    return HttpFailure.badRequest(
        ("malformed 'tags' parameter, cannot unmarshal JSON: found %s,"
                + " expected an object of strings such as {\"key\":\"value\"}")
            .formatted(Parameters.shortened(json)));
  }

  private TagParameters() {}
}
