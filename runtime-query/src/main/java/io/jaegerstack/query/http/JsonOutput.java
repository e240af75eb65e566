package io.jaegerstack.query.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// JSON in UTF-8, escaped as Go escapes it: also safe inside HTML, and valid whatever the text
/// contains.
final class JsonOutput {
  private static final int CAPACITY = 16 * 1024;

  /// Most bytes that one character becomes: a backslash, `u` and four digits.
  private static final int MOST_PER_CHARACTER = 6;

  private static final char REPLACEMENT = '\ufffd';
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream out;
  private final byte[] buffer = new byte[CAPACITY];
  private int length;

  JsonOutput(OutputStream out) {
    this.out = out;
  }

  /// Syntax and names, which need no escape.
  JsonOutput raw(String ascii) throws IOException {
    int from = 0;
    while (from < ascii.length()) {
      room(1);
      int to = Math.min(ascii.length(), from + CAPACITY - length);
      for (int i = from; i < to; i++) {
        buffer[length++] = (byte) ascii.charAt(i);
      }
      from = to;
    }
    return this;
  }

  JsonOutput number(long value) throws IOException {
    return raw(Long.toString(value));
  }

  JsonOutput text(String text) throws IOException {
    raw("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        pair(Character.toCodePoint(c, text.charAt(++i)));
      } else {
        character(Character.isSurrogate(c) ? REPLACEMENT : c);
      }
    }
    return raw("\"");
  }

  void flush() throws IOException {
    out.write(buffer, 0, length);
    length = 0;
  }

  private void character(char c) throws IOException {
    room(MOST_PER_CHARACTER);
    if (c == '"' || c == '\\') {
      buffer[length++] = '\\';
      buffer[length++] = (byte) c;
    } else if (isEscaped(c)) {
      escape(c);
    } else if (c < 0x80) {
      buffer[length++] = (byte) c;
    } else if (c < 0x800) {
      buffer[length++] = (byte) (0xc0 | c >> 6);
      buffer[length++] = (byte) (0x80 | c & 0x3f);
    } else {
      buffer[length++] = (byte) (0xe0 | c >> 12);
      buffer[length++] = (byte) (0x80 | c >> 6 & 0x3f);
      buffer[length++] = (byte) (0x80 | c & 0x3f);
    }
  }

  private static boolean isEscaped(char c) {
    return c < 0x20 || c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029';
  }

  private void escape(char c) {
    buffer[length++] = '\\';
    switch (c) {
      case '\n' -> buffer[length++] = 'n';
      case '\r' -> buffer[length++] = 'r';
      case '\t' -> buffer[length++] = 't';
      default -> {
        buffer[length++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
          buffer[length++] = DIGITS[c >> shift & 0xf];
        }
      }
    }
  }

  private void pair(int codePoint) throws IOException {
    room(MOST_PER_CHARACTER);
    buffer[length++] = (byte) (0xf0 | codePoint >> 18);
    buffer[length++] = (byte) (0x80 | codePoint >> 12 & 0x3f);
    buffer[length++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
    buffer[length++] = (byte) (0x80 | codePoint & 0x3f);
  }

  private void room(int bytes) throws IOException {
    if (length + bytes > CAPACITY) {
      flush();
    }
  }
}
