package io.jaegerstack.storage.elasticsearch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Requests and small answers as plain maps and lists. Bulk bodies and spans do not pass through
/// here.
public final class Json {
  /// Longest string of a document, characters: a span may hold a request body or a stack trace.
  private static final int LONGEST_STRING = 256 * 1024 * 1024;

  static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(LONGEST_STRING)
                  .maxNameLength(LONGEST_STRING)
                  .build())
          .build();

  /// Bytes of a value made of maps, lists, strings, numbers, booleans and null.
  public static byte[] write(Object value) {
    var out = new ByteArrayOutputStream();
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      write(generator, value);
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory", impossible);
    }
    return out.toByteArray();
  }

  private static void write(JsonGenerator out, @Nullable Object value) throws IOException {
    switch (value) {
      case Map<?, ?> map -> {
        out.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          out.writeFieldName((String) entry.getKey());
          write(out, entry.getValue());
        }
        out.writeEndObject();
      }
      case List<?> list -> {
        out.writeStartArray();
        for (Object each : list) {
          write(out, each);
        }
        out.writeEndArray();
      }
      case Integer number -> out.writeNumber(number);
      case Long number -> out.writeNumber(number);
      case Double number -> out.writeNumber(number);
      case Boolean flag -> out.writeBoolean(flag);
      case String text -> out.writeString(text);
      case null -> out.writeNull();
      default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
  }

  /// The object in `bytes`; an empty one where there is none.
  public static Map<String, Object> readObject(byte[] bytes) throws IOException {
    try (JsonParser in = FACTORY.createParser(bytes)) {
      return in.nextToken() == JsonToken.START_OBJECT ? object(in) : Map.of();
    }
  }

  /// What begins at the parser's current token, read to its end; null for a JSON null.
  static @Nullable Object value(JsonParser in) throws IOException {
    return switch (in.currentToken()) {
      case START_OBJECT -> object(in);
      case START_ARRAY -> array(in);
      case VALUE_NUMBER_INT -> in.getNumberValue();
      case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> in.getText();
    };
  }

  private static Map<String, Object> object(JsonParser in) throws IOException {
    var map = new LinkedHashMap<String, Object>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      Object value = value(in);
      if (value != null) {
        map.put(name, value);
      }
    }
    return map;
  }

  private static List<Object> array(JsonParser in) throws IOException {
    var list = new ArrayList<Object>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      Object value = value(in);
      if (value != null) {
        list.add(value);
      }
    }
    return list;
  }

  /// The object at `path` below `from`; an empty one where something on the way is missing.
  public static Map<String, Object> at(Map<String, Object> from, String... path) {
    Map<String, Object> here = from;
    for (String name : path) {
      here = asObject(here.get(name));
    }
    return here;
  }

  @SuppressWarnings("unchecked") // every map in here was made by object(), with string keys
  public static Map<String, Object> asObject(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  @SuppressWarnings("unchecked") // every list in here was made by array()
  public static List<Object> asList(@Nullable Object value) {
    return value instanceof List<?> list ? (List<Object>) list : List.of();
  }

  private Json() {}
}
