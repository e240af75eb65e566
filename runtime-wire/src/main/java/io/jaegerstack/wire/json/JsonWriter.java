package io.jaegerstack.wire.json;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// JSON, written as it is told, to a stream, in pieces of 8 KiB. Puts commas; does not check that
/// what is opened is closed.
///
/// One thread at a time. A stream that fails is an [UncheckedIOException]. The stream is neither
/// flushed nor closed; [#flush()] hands over what is still held.
public final class JsonWriter {
  private static final int CAPACITY = 8192;

  /// Most bytes that one char of a string becomes: `\u001f`.
  private static final int MAX_BYTES_PER_CHAR = 6;

  // Ends of a line inside JavaScript strings; Go escapes them, so that JSON is safe in a script.
  private static final char LINE_SEPARATOR = 0x2028;
  private static final char PARAGRAPH_SEPARATOR = 0x2029;

  private static final int REPLACEMENT = 0xFFFD;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream out;
  private final byte[] buffer = new byte[CAPACITY];
  private int size;
  private boolean needsComma;

  public JsonWriter(OutputStream out) {
    this.out = out;
  }

  public JsonWriter beginObject() {
    return open('{');
  }

  public JsonWriter endObject() {
    return close('}');
  }

  public JsonWriter beginArray() {
    return open('[');
  }

  public JsonWriter endArray() {
    return close(']');
  }

  /// The name of the member whose value comes next.
  public JsonWriter name(String name) {
    value(name);
    put(':');
    needsComma = false;
    return this;
  }

  public JsonWriter value(String text) {
    comma();
    put('"');
    string(text);
    put('"');
    return this;
  }

  public JsonWriter value(long number) {
    comma();
    ascii(Long.toString(number));
    return this;
  }

  public JsonWriter value(boolean flag) {
    comma();
    ascii(flag ? "true" : "false");
    return this;
  }

  /// A number as Go writes it; what JSON has no number for becomes a string: `NaN`, `+Inf`, `-Inf`.
  public JsonWriter value(double number) {
    if (!Double.isFinite(number)) {
      return value(Double.isNaN(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf");
    }
    comma();
    ascii(JsonNumbers.text(number));
    return this;
  }

  /// Bytes as a string in base64.
  public JsonWriter value(byte[] bytes) {
    return value(Base64.getEncoder().encodeToString(bytes));
  }

  public JsonWriter nullValue() {
    comma();
    ascii("null");
    return this;
  }

  /// An array of strings.
  public JsonWriter values(List<String> texts) {
    beginArray();
    texts.forEach(this::value);
    return endArray();
  }

  /// Gives the stream all that has been written so far.
  public void flush() {
    try {
      out.write(buffer, 0, size);
      size = 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Begins the next, unrelated value: no comma before it. What is held and not flushed is lost.
  public void reset() {
    size = 0;
    needsComma = false;
  }

  private JsonWriter open(char bracket) {
    comma();
    put(bracket);
    needsComma = false;
    return this;
  }

  private JsonWriter close(char bracket) {
    put(bracket);
    needsComma = true;
    return this;
  }

  private void comma() {
    if (needsComma) {
      put(',');
    }
    needsComma = true;
  }

  private void room(int count) {
    if (CAPACITY - size < count) {
      flush();
    }
  }

  private void put(int ascii) {
    room(1);
    buffer[size++] = (byte) ascii;
  }

  private void ascii(String text) {
    for (int i = 0; i < text.length(); i++) {
      put(text.charAt(i));
    }
  }

  private void string(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      room(MAX_BYTES_PER_CHAR);
      char c = text.charAt(i);
      if (c == LINE_SEPARATOR || c == PARAGRAPH_SEPARATOR) {
        ascii(c == LINE_SEPARATOR ? "\\u2028" : "\\u2029");
      } else if (c >= 0x80) {
        int point = codePoint(text, i);
        i += point >= Character.MIN_SUPPLEMENTARY_CODE_POINT ? 1 : 0;
        utf8(point);
      } else if (c < ' ' || c == '"' || c == '\\') {
        escape(c);
      } else {
        buffer[size++] = (byte) c;
      }
    }
  }

  /// Half a surrogate pair has no UTF-8; it becomes U+FFFD.
  private static int codePoint(String text, int index) {
    int point = text.codePointAt(index);
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE
        ? REPLACEMENT
        : point;
  }

  private void utf8(int point) {
    if (point < 0x800) {
      buffer[size++] = (byte) (0xc0 | point >> 6);
    } else {
      if (point < 0x10000) {
        buffer[size++] = (byte) (0xe0 | point >> 12);
      } else {
        buffer[size++] = (byte) (0xf0 | point >> 18);
        buffer[size++] = (byte) (0x80 | point >> 12 & 0x3f);
      }
      buffer[size++] = (byte) (0x80 | point >> 6 & 0x3f);
    }
    buffer[size++] = (byte) (0x80 | point & 0x3f);
  }

  private void escape(char c) {
    buffer[size++] = '\\';
    switch (c) {
      case '"', '\\' -> buffer[size++] = (byte) c;
      case '\n' -> buffer[size++] = 'n';
      case '\r' -> buffer[size++] = 'r';
      case '\t' -> buffer[size++] = 't';
      case '\b' -> buffer[size++] = 'b';
      case '\f' -> buffer[size++] = 'f';
      default -> {
        buffer[size++] = 'u';
        buffer[size++] = '0';
        buffer[size++] = '0';
        buffer[size++] = HEX[c >> 4];
        buffer[size++] = HEX[c & 0x0f];
      }
    }
  }
}
