package io.jaegerstack.server.http;

/// A text as a JSON string, also safe inside an HTML script element.
public final class JsonText {
  public static String quoted(String text) {
    var out = new StringBuilder(text.length() + 16).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20 || c == '<' || c == '>' || c == '&' || c >= 0x7f) {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }

  private JsonText() {}
}
