package io.jaegerstack.storage.cassandra;

import java.util.ArrayList;
import java.util.List;

/// Lines of comma-separated fields, as Jaeger writes them: quoted where a field has a comma, a
/// quote or a line end, or begins with a blank.
final class CsvLines {
  private final StringBuilder out = new StringBuilder();

  CsvLines add(String... fields) {
    for (int i = 0; i < fields.length; i++) {
      out.append(i == 0 ? "" : ",").append(quoted(fields[i]));
    }
    out.append('\n');
    return this;
  }

  private static String quoted(String field) {
    boolean isPlain =
        field.isEmpty()
            || (field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')
                && !Character.isWhitespace(field.charAt(0))
                && !field.equals("\\."));
    return isPlain ? field : '"' + field.replace("\"", "\"\"") + '"';
  }

  @Override
  public String toString() {
    return out.toString();
  }

  /// The fields of each line of `text`; empty lines are none.
  static List<List<String>> read(String text) {
    var lines = new ArrayList<List<String>>();
    var line = new ArrayList<String>();
    var field = new StringBuilder();
    boolean isQuoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isQuoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        field.append(c);
        i++;
      } else if (c == '"' && (isQuoted || field.isEmpty())) {
        isQuoted = !isQuoted;
      } else if (!isQuoted && c == ',') {
        line.add(taken(field));
      } else if (!isQuoted && c == '\n') {
        line.add(taken(field));
        lines.add(List.copyOf(line));
        line.clear();
      } else {
        field.append(c);
      }
    }
    return lines;
  }

  private static String taken(StringBuilder field) {
    String text = field.toString();
    field.setLength(0);
    return text;
  }
}
