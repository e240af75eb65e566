package io.jaegerstack.server.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads JSON of the API server, whole, into maps, lists and texts: no runtime has a library for
/// it, and the command needs a few names of pods. Numbers and words like `true` are texts, too, and
/// what is malformed is refused as far as it stands in the way.
final class JsonTree {
  private static final int DEEPEST = 100;

  private final String text;
  private int at;

  private JsonTree(String text) {
    this.text = text;
  }

  /// @return a `Map`, a `List` or a `String`
  /// @throws IllegalArgumentException where it is none of these
  static Object read(String text) {
    return new JsonTree(text).value(0);
  }

  /// What `path` leads to from `tree`; an empty text where there is nothing.
  static Object at(Object tree, String... path) {
    Object here = tree;
    for (String name : path) {
      here = here instanceof Map<?, ?> map && map.get(name) instanceof Object next ? next : "";
    }
    return here;
  }

  /// The elements of a list, none where it is not one.
  static List<Object> list(Object tree) {
    return tree instanceof List<?> list ? List.copyOf(list) : List.of();
  }

  private Object value(int depth) {
    if (depth > DEEPEST) {
      throw malformed("less nesting");
    }
    return switch (next()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      default -> word();
    };
  }

  private Map<String, Object> object(int depth) {
    var members = new LinkedHashMap<String, Object>();
    at++;
    while (next() != '}') {
      String name = string();
      expect(':');
      members.put(name, value(depth + 1));
      separated('}');
    }
    at++;
    return members;
  }

  private List<Object> array(int depth) {
    var elements = new ArrayList<Object>();
    at++;
    while (next() != ']') {
      elements.add(value(depth + 1));
      separated(']');
    }
    at++;
    return elements;
  }

  private void separated(char end) {
    if (next() != end) {
      expect(',');
    }
  }

  private String string() {
    expect('"');
    var read = new StringBuilder();
    for (char c = take(); c != '"'; c = take()) {
      read.append(c == '\\' ? escaped() : c);
    }
    return read.toString();
  }

  private char escaped() {
    char c = take();
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> unicode();
      default -> c;
    };
  }

  private char unicode() {
    at += 4;
    if (at > text.length()) {
      throw malformed("four digits");
    }
    return (char) Integer.parseInt(text.substring(at - 4, at), 16);
  }

  private String word() {
    int start = at;
    while (at < text.length() && "{}[]\",: \n\r\t".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    if (at == start) {
      throw malformed("a value");
    }
    return text.substring(start, at);
  }

  private void expect(char wanted) {
    if (next() != wanted) {
      throw malformed("\"" + wanted + "\"");
    }
    at++;
  }

  private char next() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      throw malformed("more");
    }
    return text.charAt(at);
  }

  private char take() {
    if (at == text.length()) {
      throw malformed("the end of a text");
    }
    return text.charAt(at++);
  }

  private IllegalArgumentException malformed(String expected) {
    return new IllegalArgumentException(
        "not JSON at character %d, expected %s".formatted(at, expected));
  }
}
