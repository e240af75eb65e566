package io.jaegerstack.wire.json;

import io.jaegerstack.wire.WireFormatException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// JSON in, value by value, as the caller asks for it. For input that is rare and small, from
/// people and machines one need not trust: strict in its grammar, bounded in depth.
///
/// What the caller asks for must be what comes next, else it is a [WireFormatException] that says
/// what is there.
public final class JsonReader {
  /// Objects and arrays inside each other.
  private static final int MAX_DEPTH = 200;

  /// Characters of a number; the longest double has 24.
  private static final int MAX_NUMBER = 64;

  private final byte[] json;
  private int position;
  private int depth;

  /// True right after an opening bracket: the first member has no comma before it.
  private boolean isFirst;

  public JsonReader(byte[] json) {
    this.json = json;
  }

  /// First character of the next value: `{`, `[`, `"`, a digit or minus, `t`, `f`, `n`; 0 at the
  /// end.
  public char peek() {
    while (position < json.length && isSpace(json[position])) {
      position++;
    }
    return position < json.length ? (char) (json[position] & 0xff) : 0;
  }

  public void beginObject() {
    open('{');
  }

  /// Name of the next member of the object begun last, or null where it ends.
  public @Nullable String nextName() {
    if (!next('}')) {
      return null;
    }
    String name = string();
    expect(':');
    return name;
  }

  public void beginArray() {
    open('[');
  }

  /// True where the array begun last has another element; false passes its end.
  public boolean nextElement() {
    return next(']');
  }

  /// True where the next value is null, which is passed.
  public boolean nextNull() {
    if (peek() != 'n') {
      return false;
    }
    literal("null");
    return true;
  }

  public boolean bool() {
    if (peek() == 't') {
      literal("true");
      return true;
    }
    literal("false");
    return false;
  }

  /// A number's own text, or that of a string: JSON has no exact 64-bit integers, so many write
  /// them as strings.
  public String numberOrString() {
    return peek() == '"' ? string() : number();
  }

  /// Passes the next value, whatever it is.
  public void skip() {
    switch (peek()) {
      case '{' -> {
        beginObject();
        while (nextName() != null) {
          skip();
        }
      }
      case '[' -> {
        beginArray();
        while (nextElement()) {
          skip();
        }
      }
      case '"' -> string();
      case 't', 'f' -> bool();
      case 'n' -> nextNull();
      default -> number();
    }
  }

  /// Refuses anything but white space after the value.
  public void end() {
    if (peek() != 0) {
      throw unexpected("the end");
    }
  }

  /// Input that is broken where the reader is.
  public WireFormatException malformed(String what) {
    return WireFormatException.malformed(what, position);
  }

  private void open(char bracket) {
    expect(bracket);
    if (++depth > MAX_DEPTH) {
      throw malformed("JSON is nested deeper than " + MAX_DEPTH);
    }
    isFirst = true;
  }

  private boolean next(char closing) {
    if (peek() == closing) {
      position++;
      depth--;
      isFirst = false;
      return false;
    }
    if (!isFirst) {
      expect(',');
    }
    isFirst = false;
    return true;
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw unexpected("'" + wanted + "'");
    }
    position++;
  }

  private WireFormatException unexpected(String wanted) {
    char found = peek();
    String what = found == 0 ? "JSON ends" : "JSON has '" + found + "'";
    return malformed(what + ", expected " + wanted + ",");
  }

  private void literal(String word) {
    peek();
    for (int i = 0; i < word.length(); i++) {
      if (position >= json.length || json[position] != word.charAt(i)) {
        throw unexpected(word);
      }
      position++;
    }
  }

  private String number() {
    peek();
    int start = position;
    while (position < json.length && isNumberPart(json[position])) {
      position++;
    }
    if (position == start) {
      throw unexpected("a value");
    }
    if (position - start > MAX_NUMBER) {
      throw malformed("number has more than " + MAX_NUMBER + " characters");
    }
    return new String(json, start, position - start, StandardCharsets.US_ASCII);
  }

  public String string() {
    expect('"');
    int start = position;
    boolean isPlain = true;
    while (position < json.length && json[position] != '"') {
      if (json[position] >= 0 && json[position] < ' ') {
        throw malformed("JSON string has a control character");
      }
      isPlain &= json[position] != '\\';
      position += json[position] == '\\' ? 2 : 1;
    }
    if (position >= json.length) {
      position = json.length;
      throw malformed("JSON ends in a string");
    }
    String text = new String(json, start, position - start, StandardCharsets.UTF_8);
    position++;
    return isPlain ? text : unescaped(text);
  }

  private String unescaped(String text) {
    var plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        plain.append(c);
        continue;
      }
      i++;
      if (text.charAt(i) == 'u') {
        plain.append(unicode(text, i + 1));
        i += 4;
      } else {
        plain.append(escaped(text.charAt(i)));
      }
    }
    return plain.toString();
  }

  private char escaped(char c) {
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> throw malformed("JSON string has the unknown escape \\" + c);
    };
  }

  private char unicode(String text, int from) {
    int value = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = i < text.length() ? Character.digit(text.charAt(i), 16) : -1;
      if (digit < 0) {
        throw malformed("JSON string has a \\u without four hexadecimal digits");
      }
      value = value << 4 | digit;
    }
    return (char) value;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private static boolean isNumberPart(byte b) {
    return (b >= '0' && b <= '9') || b == '-' || b == '+' || b == '.' || b == 'e' || b == 'E';
  }
}
