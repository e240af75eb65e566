package io.jaegerstack.query.ui;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.jaegerstack.settings.SettingException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The user's file with the configuration of Jaeger's UI, which the page gets as it is.
final class UiConfig {
  private static final JsonFactory JSON = new JsonFactory();

  /// More than any configuration has; each page carries it.
  private static final long MOST_BYTES = 1024 * 1024;

  /// The object in `file`, without white space.
  ///
  /// @throws SettingException where there is none, saying why
  static String read(Path file) {
    if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".json")) {
      throw refused(file, "a .json file; JavaScript configuration is not run", null);
    }
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw refused(file, "at most 1 MiB, found " + Files.size(file) + " bytes", null);
      }
      return compact(file, Files.readString(file));
    } catch (IOException e) {
      throw refused(file, "a readable file with one JSON object: " + e.getMessage(), e);
    }
  }

  private static String compact(Path file, String text) throws IOException {
    var compact = new StringWriter();
    try (JsonParser parser = JSON.createParser(text);
        JsonGenerator generator = JSON.createGenerator(compact)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw refused(file, "a JSON object", null);
      }
      generator.copyCurrentStructure(parser);
      if (parser.nextToken() != null) {
        throw refused(file, "one JSON object and nothing after it", null);
      }
    }
    return compact.toString();
  }

  private static SettingException refused(Path file, String expected, @Nullable Throwable cause) {
    var refused =
        new SettingException(
            "--query.ui-config (QUERY_UI_CONFIG) is \"%s\", expected %s".formatted(file, expected));
    if (cause != null) {
      refused.initCause(cause);
    }
    return refused;
  }

  private UiConfig() {}
}
