package io.jaegerstack.storage.elasticsearch;

import static io.jaegerstack.settings.StorageSettings.ES_TAGS_AS_FIELDS_ALL;
import static io.jaegerstack.settings.StorageSettings.ES_TAGS_AS_FIELDS_CONFIG_FILE;
import static io.jaegerstack.settings.StorageSettings.ES_TAGS_AS_FIELDS_DOT_REPLACEMENT;
import static io.jaegerstack.settings.StorageSettings.ES_TAGS_AS_FIELDS_INCLUDE;

import io.jaegerstack.model.FlatTags;
import io.jaegerstack.model.TagType;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// Which tags are stored as fields of their own (`tag.http@method`), where Kibana can use them,
/// instead of as nested documents.
///
/// A tag goes there only if it comes back as it was: not binary, not a second one of its key, no
/// key that has the replacement in it already. Nor one with an asterisk: OpenSearch finds nothing
/// in a field whose name has one.
final class TagFields {
  /// Longer keys make no good field names.
  private static final int LONGEST_KEY = 256;

  private final boolean all;
  private final Set<String> keys;
  private final String dot;

  /// @throws SettingException where the file cannot be read or the replacement is empty
  TagFields(SettingValues settings) {
    all = settings.value(ES_TAGS_AS_FIELDS_ALL);
    keys = new HashSet<>(settings.value(ES_TAGS_AS_FIELDS_INCLUDE));
    keys.addAll(ofFile(settings.value(ES_TAGS_AS_FIELDS_CONFIG_FILE)));
    dot = settings.value(ES_TAGS_AS_FIELDS_DOT_REPLACEMENT);
    if (dot.isEmpty() || dot.contains(".")) {
      throw new SettingException(
          "%s is \"%s\", expected a text without dots"
              .formatted(ES_TAGS_AS_FIELDS_DOT_REPLACEMENT.flag(), dot));
    }
  }

  private static Set<String> ofFile(String file) {
    if (file.isEmpty()) {
      return Set.of();
    }
    try {
      var lines = new HashSet<String>();
      for (String line : Files.readAllLines(Path.of(file))) {
        if (!line.isBlank()) {
          lines.add(line.strip());
        }
      }
      return lines;
    } catch (IOException unreadable) {
      throw new SettingException(
          "%s is %s, which cannot be read: %s"
              .formatted(ES_TAGS_AS_FIELDS_CONFIG_FILE.flag(), file, unreadable));
    }
  }

  boolean isOff() {
    return !all && keys.isEmpty();
  }

  /// Whether the tag at `index` becomes a field.
  boolean takes(FlatTags tags, int index) {
    String key = tags.key(index).text();
    return (all || keys.contains(key))
        && tags.type(index) != TagType.BINARY
        && isFieldName(key)
        && isFinite(tags, index)
        && tags.indexOf(tags.key(index)) == index;
  }

  private boolean isFieldName(String key) {
    return !key.isBlank()
        && key.length() <= LONGEST_KEY
        && !key.contains(dot)
        && key.indexOf('*') < 0
        && key.chars().noneMatch(c -> c < ' ');
  }

  private static boolean isFinite(FlatTags tags, int index) {
    return tags.type(index) != TagType.FLOAT64 || Double.isFinite(tags.float64(index));
  }

  /// The field's name for a tag called `key`.
  String name(String key) {
    return key.replace(".", dot);
  }

  /// The key of the tag that is in the field called `name`.
  String key(String name) {
    return name.replace(dot, ".");
  }
}
