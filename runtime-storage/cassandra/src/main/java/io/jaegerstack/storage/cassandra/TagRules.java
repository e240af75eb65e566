package io.jaegerstack.storage.cassandra;

import static io.jaegerstack.settings.CassandraSettings.INDEX_LOGS;
import static io.jaegerstack.settings.CassandraSettings.INDEX_PROCESS_TAGS;
import static io.jaegerstack.settings.CassandraSettings.INDEX_TAGS;
import static io.jaegerstack.settings.CassandraSettings.INDEX_TAG_BLACKLIST;
import static io.jaegerstack.settings.CassandraSettings.INDEX_TAG_WHITELIST;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Which tags have rows in `tag_index`: Jaeger's rules, and what is set.
///
/// @param spans whether those of spans have
/// @param logs whether fields of logs have
/// @param processes whether those of processes have
/// @param without keys that have not
/// @param only the only keys that have; empty for all
record TagRules(
    boolean spans, boolean logs, boolean processes, Set<String> without, Set<String> only) {
  /// Keys and values from here on have no rows, bytes (`maximumTagKeyOrValueSize` of Jaeger's
  /// writer).
  private static final int TOO_LONG = 256;

  private static final JsonFactory JSON = new JsonFactory();

  static TagRules of(SettingValues settings) {
    var without = Set.copyOf(settings.value(INDEX_TAG_BLACKLIST));
    var only = Set.copyOf(settings.value(INDEX_TAG_WHITELIST));
    if (!without.isEmpty() && !only.isEmpty()) {
      throw new SettingException(
          "%s and %s are both set, expected one of them"
              .formatted(INDEX_TAG_BLACKLIST.flag(), INDEX_TAG_WHITELIST.flag()));
    }
    return new TagRules(
        settings.value(INDEX_TAGS),
        settings.value(INDEX_LOGS),
        settings.value(INDEX_PROCESS_TAGS),
        without,
        only);
  }

  /// Whether tags called `key` have rows at all.
  boolean wants(String key) {
    return !without.contains(key) && (only.isEmpty() || only.contains(key));
  }

  /// Whether a tag of this key and value can be looked for in the table.
  boolean covers(String key, String value) {
    return spans
        && logs
        && processes
        && wants(key)
        && fits(key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
  }

  static boolean fits(byte[] key, byte[] value) {
    return key.length < TOO_LONG && value.length < TOO_LONG && !isJsonObject(value);
  }

  private static boolean isJsonObject(byte[] value) {
    if (value.length == 0 || value[0] != '{') {
      return false;
    }
    try (JsonParser parser = JSON.createParser(value)) {
      parser.nextToken();
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (IOException otherwise) {
      return false;
    }
  }
}
